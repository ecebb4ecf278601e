import { predictionLog } from "../../../../capabilities/serving/contract.ts";
import type { LoggedPrediction } from "../../../../capabilities/serving/contract/shapes.ts";
import { shortId, useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { useList } from "../../../lib/list.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { DataTable } from "../../../ui/DataTable.tsx";
import { Segments } from "../../../ui/Segments.tsx";
import { Empty } from "../../../ui/states.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { Time } from "../../../ui/Time.tsx";
import { DeploymentFrame, type Detail } from "../components/DeploymentFrame.tsx";

type Shown = "all" | "real" | "simulated";

/** Every answered row with its inputs, newest first; simulated rows are marked. */
export default function LogPage() {
  return <DeploymentFrame>{(deployment) => <Log deployment={deployment} />}</DeploymentFrame>;
}

function Log({ deployment: d }: { deployment: Detail }) {
  const t = useT();
  const f = useFormat();
  const source = useUrlValue("source", "all");
  const shown: Shown = source.value === "real" || source.value === "simulated" ? source.value : "all";
  const list = useList(predictionLog, { deploymentId: d.id, ...(shown === "all" ? {} : { source: shown }) }, { key: "at", order: "desc" }, { refetchMs: 5000 });
  const columns: Column<LoggedPrediction>[] = [
    {
      key: "id",
      title: t("Prediction"),
      name: true,
      cell: (p) => (
        <span className="row g6" style={{ display: "inline-flex" }}>
          <span className="mono" title={p.predictionId}>
            {shortId(p.predictionId)}
            {p.row === 0 ? "" : `+${p.row}`}
          </span>
          {p.source === "simulated" ? <span className="chip warn">{t("Simulated")}</span> : null}
        </span>
      ),
      text: (p) => `${p.predictionId}+${p.row}`,
    },
    {
      key: "answer",
      title: t("Answer"),
      cell: (p) => (
        <span>
          <b>{p.output.label ?? f.metric(p.output.value, "value")}</b>{" "}
          {p.output.probability === undefined ? null : <span className="num t2">{f.metric(p.output.probability, "score")}</span>}
        </span>
      ),
      text: (p) => p.output.label ?? p.output.value,
      narrow: "value",
    },
    ...d.signature.inputs.slice(0, 8).map((input): Column<LoggedPrediction> => ({
      key: `in.${input.name}`,
      title: input.name,
      ...(input.type === "number" || input.type === "integer" ? { align: "end" as const } : {}),
      cell: (p) => <span className="mono">{cell(p.inputs[input.name])}</span>,
      text: (p) => cell(p.inputs[input.name]),
    })),
    {
      key: "version",
      title: t("Version"),
      cell: (p) => <span className="mono t2">{t("v{version}", { version: p.modelVersion })}</span>,
      text: (p) => p.modelVersion,
    },
    { key: "latency", title: t("Latency"), align: "end", cell: (p) => f.duration(p.latencyMs), text: (p) => p.latencyMs },
    { key: "at", title: t("When"), sort: "at", align: "end", cell: (p) => <Time at={p.at} />, text: (p) => p.at, narrow: "meta" },
  ];
  return (
    <div className="card">
      <DataTable
        label={t("Prediction log")}
        list={list}
        columns={columns}
        rowKey={(p) => `${p.predictionId}${p.row}`}
        filterLabel={t("Filter inputs and answers")}
        tools={
          <Segments<Shown>
            label={t("Source")}
            value={shown}
            onChange={source.choose}
            options={[
              { value: "all", label: t("All") },
              { value: "real", label: t("Real") },
              { value: "simulated", label: t("Simulated") },
            ]}
          />
        }
        empty={<Empty say={t("No prediction yet. Every answered row shows up here within a few seconds.")} />}
      />
    </div>
  );
}

function cell(value: unknown): string {
  return value === undefined || value === null ? "—" : typeof value === "object" ? JSON.stringify(value) : String(value);
}
