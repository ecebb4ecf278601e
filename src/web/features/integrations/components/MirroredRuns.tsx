import { ExternalLink } from "lucide-react";
import { listMirroredRuns, type MirroredRun } from "../../../../capabilities/integrations/contract/mirrors.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { useList } from "../../../lib/list.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { Card } from "../../../ui/Card.tsx";
import { ObjectRef } from "../../../ui/collection.tsx";
import { DataTable } from "../../../ui/DataTable.tsx";
import { Segments } from "../../../ui/Segments.tsx";
import { StatusIcon } from "../../../ui/StatusIcon.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { Time } from "../../../ui/Time.tsx";

/** The runs of a mirror, newest change first: where each stands outside, and why it was refused. */
export function MirroredRuns({ mirrorId, projectId, failed }: { mirrorId: string; projectId: string; failed: number }) {
  const t = useT();
  const f = useFormat();
  const only = useUrlValue("runs");
  const list = useList(listMirroredRuns, { mirrorId, failed: only.value === "failed" }, { key: "updatedAt", order: "desc" }, { refetchMs: 4000 });
  const columns: Column<MirroredRun>[] = [
    {
      key: "name",
      title: t("Run"),
      name: true,
      cell: (r) => (
        <ObjectRef type="run" id={r.runId} projectId={projectId}>
          {r.name}
        </ObjectRef>
      ),
      text: (r) => r.name,
    },
    {
      key: "state",
      title: t("State"),
      narrow: "value",
      cell: (r) =>
        r.state === "copied" ? (
          <StatusIcon status="finished" word={t("Copied")} />
        ) : r.state === "failed" ? (
          <StatusIcon status="failed" word={t("Refused")} />
        ) : (
          <StatusIcon status="queued" word={t("In line")} />
        ),
      text: (r) => r.state,
    },
    { key: "points", title: t("Points"), align: "end", cell: (r) => <span className="num">{f.count(r.points)}</span>, text: (r) => r.points },
    { key: "artifacts", title: t("Files"), align: "end", cell: (r) => <span className="num">{f.count(r.artifacts)}</span>, text: (r) => r.artifacts },
    {
      key: "outside",
      title: t("Outside"),
      cell: (r) =>
        r.outsideUrl === null ? (
          <span className="t3">—</span>
        ) : (
          <a href={r.outsideUrl} target="_blank" rel="noreferrer" className="row g6">
            <span className="mono ellipsis">{r.outsideId}</span>
            <ExternalLink size={14} aria-hidden />
          </a>
        ),
      text: (r) => r.outsideId,
    },
    { key: "error", title: t("Refusal"), cell: (r) => <span className="err ellipsis">{r.error ?? ""}</span>, text: (r) => r.error, narrow: "meta" },
    { key: "updatedAt", title: t("Changed"), cell: (r) => <Time at={r.updatedAt} />, text: (r) => r.updatedAt },
  ];
  return (
    <Card
      title={t("Runs")}
      actions={
        <Segments
          label={t("Which runs")}
          value={only.value === "failed" ? "failed" : "all"}
          onChange={(value) => only.choose(value === "failed" ? "failed" : "")}
          options={[
            { value: "all", label: t("All") },
            { value: "failed", label: t("{n, plural, one {# refused} other {# refused}}", { n: failed }) },
          ]}
        />
      }
    >
      <DataTable label={t("Runs of the mirror")} list={list} columns={columns} rowKey={(r) => r.runId} empty={t("No run copied yet.")} />
    </Card>
  );
}
