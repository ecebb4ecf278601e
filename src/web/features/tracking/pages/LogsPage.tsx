import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { listStreams, readLines } from "../../../../capabilities/tracking/contract/streams.ts";
import type { Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { pagesFor, queryFor } from "../../../lib/query.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { Card } from "../../../ui/Card.tsx";
import { ObjectRef } from "../../../ui/collection.tsx";
import { LogView } from "../../../ui/LogView.tsx";
import { Segments } from "../../../ui/Segments.tsx";
import { Async, Empty, ErrorState, Loading } from "../../../ui/states.tsx";
import { RunFrame } from "../components/RunFrame.tsx";

/** What a run printed, and the records it kept line by line. */
export default function LogsPage() {
  return <RunFrame>{(run, live) => <Logs run={run} live={live} />}</RunFrame>;
}

function Logs({ run, live }: { run: Run; live: boolean }) {
  const t = useT();
  const f = useFormat();
  const chosen = useUrlValue("stream");
  const streams = useQuery({ ...queryFor(listStreams, { runId: run.id }), refetchInterval: live ? 3000 : false });
  return (
    <Async query={streams} what={t("The logs could not load.")} rows={8} shape="block">
      {({ streams: all }) => {
        const open = all.find((s) => s.stream === chosen.value) ?? all.find((s) => s.stream === "output.log") ?? all[0];
        if (!open)
          return (
            <div className="card">
              <Empty say={live ? t("Waits for the first line.") : t("The client sent no output of this run.")} />
              {run.jobId === null ? null : (
                <p className="pad t2">
                  <ObjectRef type="job" id={run.jobId} projectId={null}>
                    {t("The job that made this run keeps its log.")}
                  </ObjectRef>
                </p>
              )}
            </div>
          );
        return (
          <Card
            title={t("Output")}
            remark={f.bytes(open.sizeBytes)}
            actions={
              all.length > 1 ? (
                <Segments label={t("Stream")} value={open.stream} options={all.map((s) => ({ value: s.stream, label: s.stream }))} onChange={chosen.choose} />
              ) : undefined
            }
          >
            <Lines key={open.stream} runId={run.id} stream={open.stream} live={live} />
          </Card>
        );
      }}
    </Async>
  );
}

/** The newest thousand lines; earlier ones by request. */
function Lines({ runId, stream, live }: { runId: string; stream: string; live: boolean }) {
  const t = useT();
  const read = useInfiniteQuery({ ...pagesFor(readLines, { runId, stream, order: "desc", limit: 1000 }), refetchInterval: live ? 3000 : false });
  if (read.isPending) return <Loading rows={8} />;
  if (read.error && !read.data) return <ErrorState error={read.error} what={t("The lines could not load.")} onRetry={() => void read.refetch()} />;
  const lines = (read.data?.pages ?? [])
    .flatMap((page) => page.items)
    .toReversed()
    .map(({ number, text }) => ({ line: number + 1, text, at: "", level: levelOf(text) }));
  return (
    <>
      {read.hasNextPage ? (
        <button type="button" className="more-rows" disabled={read.isFetchingNextPage} onClick={() => void read.fetchNextPage()}>
          {t("Show earlier lines")}
        </button>
      ) : null}
      <LogView lines={lines} label={stream} following={live} />
    </>
  );
}

function levelOf(text: string): "info" | "warn" | "error" {
  if (/\b(error|critical|fatal|traceback)\b/i.test(text)) return "error";
  return /\bwarn(ing)?\b/i.test(text) ? "warn" : "info";
}
