import { Button, Select } from "antd";
import { ShieldCheck } from "lucide-react";
import { Link } from "react-router";
import { listAudit, type AuditOutcome, type AuditRow } from "../../../../capabilities/governance/contract.ts";
import type * as z from "zod";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { useList } from "../../../lib/list.ts";
import { usePlace } from "../../../lib/place.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { DataTable } from "../../../ui/DataTable.tsx";
import { Page } from "../../../ui/Page.tsx";
import { Segments } from "../../../ui/Segments.tsx";
import { StatusIcon } from "../../../ui/StatusIcon.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { Time } from "../../../ui/Time.tsx";
import { AuditDetail } from "../components/AuditDetail.tsx";
import { outcomeStatus, outcomeWords } from "../components/words.ts";
import "../components/governance.css";

type Row = z.output<typeof AuditRow>;
type Outcome = z.output<typeof AuditOutcome> | "all";
const outcomes: readonly Outcome[] = ["all", "done", "refused", "approval_required"];
const nouns = ["projects", "datasets", "training", "runs", "models", "deployments", "monitoring", "approvals", "audit", "members", "keys", "chats", "jobs"];
const surfaces = ["web", "rest", "cli", "tools", "mcp", "compat", "ingest", "job", "system"];

/** Who did what, when, from where and how it ended; what was before and after; undo. */
export default function AuditPage() {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const outcome = useUrlValue("outcome", "all");
  const noun = useUrlValue("noun");
  const surface = useUrlValue("surface");
  const days = useUrlValue("days");
  const row = useUrlValue("row");
  const chosen = outcomes.find((each) => each === outcome.value) ?? "all";
  const since = Number(days.value) > 0 ? new Date(startOfHour() - Number(days.value) * 86_400_000).toISOString() : null;
  const list = useList(
    listAudit,
    {
      ...(place.projectId === null ? {} : { projectId: place.projectId }),
      ...(chosen === "all" ? {} : { outcome: chosen }),
      ...(noun.value === "" ? {} : { operation: `${noun.value}.` }),
      ...(surface.value === "" ? {} : { surface: surface.value }),
      ...(since === null ? {} : { since }),
    },
    { key: "at", order: "desc" },
    { refetchMs: 10_000 },
  );
  const columns: Column<Row>[] = [
    {
      key: "operation",
      title: t("Act"),
      name: true,
      cell: (r) => (
        <button type="button" className="audit-row" aria-pressed={row.value === r.id} onClick={() => row.choose(r.id)}>
          {r.operation}
          {r.count > 1 ? <span className="t2"> ×{f.count(r.count)}</span> : null}
        </button>
      ),
      text: (r) => r.operation,
    },
    {
      key: "outcome",
      title: t("Outcome"),
      cell: (r) => <StatusIcon status={outcomeStatus[r.outcome]} word={t(outcomeWords[r.outcome])} />,
      text: (r) => r.outcome,
      narrow: "meta",
    },
    { key: "actor", title: t("By"), cell: (r) => r.actor?.name ?? <span className="t3">{t("nobody")}</span>, text: (r) => r.actor?.name, narrow: "meta" },
    { key: "surface", title: t("Via"), cell: (r) => <span className="t2">{r.surface}</span>, text: (r) => r.surface },
    {
      key: "note",
      title: t("Note"),
      cell: (r) => (
        <span className="t2" title={r.note ?? ""}>
          {r.note ?? "—"}
        </span>
      ),
      text: (r) => r.note,
    },
    {
      key: "undo",
      title: t("Undo"),
      cell: (r) => (r.undo === "none" ? <span className="t3">—</span> : r.undo === "undone" ? t("undone") : t("can be undone")),
      text: (r) => r.undo,
    },
    {
      key: "seq",
      title: t("Chain"),
      align: "end",
      cell: (r) => (r.seq === null ? <span className="t3">{t("open")}</span> : f.count(r.seq)),
      text: (r) => r.seq,
    },
    { key: "at", title: t("When"), sort: "at", align: "end", cell: (r) => <Time at={r.at} />, text: (r) => r.at, narrow: "value" },
  ];
  const words: Record<Outcome, string> = { all: t("All"), done: t("Done"), refused: t("Refused"), approval_required: t("Asked") };
  return (
    <Page
      title={t("Audit")}
      meta={<span>{t("Every act, linked in a hash chain. Nobody can change a row without breaking it.")}</span>}
      actions={
        <Link to={place.at("audit/verify", null)}>
          <Button icon={<ShieldCheck />}>{t("Verify the chain")}</Button>
        </Link>
      }
    >
      <div className={row.value === "" ? "" : "columns"}>
        <div className="card">
          <DataTable
            label={t("Audit")}
            list={list}
            columns={columns}
            rowKey={(r) => r.id}
            filterLabel={t("Filter by act, person, note or id")}
            rowTone={(r) => (r.id === row.value ? "selected" : "")}
            tools={
              <>
                <Segments<Outcome>
                  label={t("Outcome")}
                  value={chosen}
                  onChange={outcome.choose}
                  options={outcomes.map((value) => ({ value, label: words[value] }))}
                />
                <Pick
                  label={t("Objects")}
                  all={t("All objects")}
                  value={noun.value}
                  options={nouns.map((value) => ({ value, label: value }))}
                  onChange={noun.choose}
                />
                <Pick
                  label={t("By way of")}
                  all={t("Any way")}
                  value={surface.value}
                  options={surfaces.map((value) => ({ value, label: value }))}
                  onChange={surface.choose}
                />
                <Pick
                  label={t("Since")}
                  all={t("All time")}
                  value={days.value}
                  options={["1", "7", "30"].map((value) => ({ value, label: t("last {n, plural, one {# day} other {# days}}", { n: Number(value) }) }))}
                  onChange={days.choose}
                />
              </>
            }
            empty={t("No act fits these filters.")}
          />
        </div>
        {row.value === "" ? null : (
          <div>
            <AuditDetail key={row.value} auditId={row.value} onClose={() => row.choose("")} />
          </div>
        )}
      </div>
    </Page>
  );
}

/** The whole hour, so that the same filter keeps the same cache key. */
function startOfHour(): number {
  return Math.floor(Date.now() / 3_600_000) * 3_600_000;
}

function Pick({
  label,
  all,
  value,
  options,
  onChange,
}: {
  label: string;
  all: string;
  value: string;
  options: { value: string; label: string }[];
  onChange(value: string): void;
}) {
  return (
    <Select
      size="small"
      aria-label={label}
      value={value}
      popupMatchSelectWidth={false}
      style={{ minWidth: 110 }}
      options={[{ value: "", label: all }, ...options]}
      onChange={onChange}
    />
  );
}
