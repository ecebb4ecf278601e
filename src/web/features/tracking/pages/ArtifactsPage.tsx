import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Download } from "lucide-react";
import { listArtifacts, downloadArtifact, type Artifact } from "../../../../capabilities/tracking/contract/artifacts.ts";
import type { Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { problemOf } from "../../../lib/problem.ts";
import { pagesFor } from "../../../lib/query.ts";
import { download } from "../../../lib/transfer.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { Card } from "../../../ui/Card.tsx";
import { Empty, ErrorState, Loading } from "../../../ui/states.tsx";
import { toast } from "../../../ui/toasts.ts";
import { ArtifactTree } from "../components/artifacts/ArtifactTree.tsx";
import { ArtifactView } from "../components/artifacts/ArtifactView.tsx";
import { kindOf } from "../components/artifacts/artifactKind.ts";
import "../components/artifacts/artifacts.css";
import { RunFrame } from "../components/RunFrame.tsx";

/** Files of a run: list, look inside, download. */
export default function ArtifactsPage() {
  return <RunFrame>{(run, live) => <Artifacts run={run} live={live} />}</RunFrame>;
}

function Artifacts({ run, live }: { run: Run; live: boolean }) {
  const t = useT();
  const f = useFormat();
  const chosen = useUrlValue("file");
  const read = useInfiniteQuery({ ...pagesFor(listArtifacts, { runId: run.id, limit: 200 }), refetchInterval: live ? 4000 : false });
  const save = (artifact: Artifact) =>
    void download(downloadArtifact, { runId: run.id, path: artifact.path }).catch((error: unknown) => {
      const problem = problemOf(error);
      toast({ tone: "error", text: problem.detail, remark: problem.fix });
    });
  const items = (read.data?.pages ?? []).flatMap((page) => page.items);
  if (read.isPending) return <Loading rows={8} />;
  if (read.error && items.length === 0)
    return (
      <div className="card">
        <ErrorState error={read.error} what={t("The artifacts could not load.")} onRetry={() => void read.refetch()} />
      </div>
    );
  if (items.length === 0)
    return (
      <div className="card">
        <Empty say={t("No artifact yet. Files that the run logs show up here.")} snippet={`./lumina runs upload-artifact ${run.id} report.txt`} />
      </div>
    );
  const open = items.find((a) => a.path === chosen.value) ?? items.find((a) => kindOf(a) !== "binary") ?? items[0];
  return (
    <div className="artifacts">
      <Card
        title={t("Files")}
        remark={t("{n, plural, one {# file} other {# files}}, {size}", { n: items.length, size: f.bytes(items.reduce((sum, a) => sum + a.sizeBytes, 0)) })}
      >
        <ArtifactTree files={items} open={open} onOpen={chosen.choose} onSave={save} />
        {read.hasNextPage ? (
          <button type="button" className="more-rows" onClick={() => void read.fetchNextPage()}>
            {t("Show more")}
          </button>
        ) : null}
      </Card>
      {open ? (
        <Card
          title={<span className="mono">{open.path}</span>}
          remark={f.bytes(open.sizeBytes)}
          actions={
            <Button size="small" icon={<Download />} onClick={() => save(open)}>
              {t("Download")}
            </Button>
          }
        >
          <ArtifactView key={open.path} runId={run.id} artifact={open} />
        </Card>
      ) : null}
    </div>
  );
}
