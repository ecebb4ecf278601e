import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Download, File, FileCode, FileJson, Table2 } from "lucide-react";
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
import { ArtifactView } from "../components/ArtifactView.tsx";
import { kindOf } from "../components/artifactKind.ts";
import { RunFrame } from "../components/RunFrame.tsx";

/** Files of a run: list, look inside, download. */
export default function ArtifactsPage() {
  return <RunFrame>{(run, live) => <Artifacts run={run} live={live} />}</RunFrame>;
}

const icons = { json: FileJson, csv: Table2, text: FileCode, image: File, binary: File };

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
        <ul>
          {items.map((artifact) => {
            const Icon = icons[kindOf(artifact)];
            return (
              <li key={artifact.path} className={artifact === open ? "here" : ""}>
                <button type="button" className="file-open" aria-current={artifact === open ? "true" : undefined} onClick={() => chosen.choose(artifact.path)}>
                  <Icon size={14} aria-hidden />
                  <span className="mono ellipsis grow">{artifact.path}</span>
                  <span className="sm t2 num">{f.bytes(artifact.sizeBytes)}</span>
                </button>
                <button
                  type="button"
                  className="icon-button s"
                  aria-label={t("Download {name}", { name: artifact.path })}
                  title={t("Download {name}", { name: artifact.path })}
                  onClick={() => save(artifact)}
                >
                  <Download size={14} aria-hidden />
                </button>
              </li>
            );
          })}
        </ul>
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
