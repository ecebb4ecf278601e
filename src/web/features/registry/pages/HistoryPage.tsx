import { useQuery } from "@tanstack/react-query";
import { Input } from "antd";
import { Link } from "react-router";
import type { Model, StageChange } from "../../../../capabilities/registry/contract/shapes.ts";
import { modelHistory } from "../../../../capabilities/registry/contract/stages.ts";
import { useFormat } from "../../../lib/format.ts";
import { Say, useT } from "../../../lib/i18n.ts";
import { useList } from "../../../lib/list.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor } from "../../../lib/query.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { DataTable } from "../../../ui/DataTable.tsx";
import { Field } from "../../../ui/Field.tsx";
import { StageChip } from "../../../ui/StageChip.tsx";
import { Async } from "../../../ui/states.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { Time } from "../../../ui/Time.tsx";
import { ModelFrame } from "../components/ModelFrame.tsx";
import { causeWords } from "../components/words.ts";

/** Who moved which version, when and why; and what was in a stage on any day. */
export default function HistoryPage() {
  return <ModelFrame>{(model) => <History model={model} />}</ModelFrame>;
}

function History({ model }: { model: Model }) {
  const t = useT();
  const place = usePlace();
  const list = useList(modelHistory, { modelId: model.id }, { key: "at", order: "desc" }, { refetchMs: 10_000 });
  const columns: Column<StageChange>[] = [
    {
      key: "version",
      title: t("Version"),
      name: true,
      cell: (c) => (
        <Link to={place.at(`models/${model.id}/${c.version}`, model.projectId)} className="mono">
          {t("v{version}", { version: c.version })}
        </Link>
      ),
      text: (c) => c.version,
    },
    {
      key: "change",
      title: t("Change"),
      cell: (c) => (
        <span className="row g6" style={{ display: "inline-flex" }}>
          <StageChip stage={c.from} /> → <StageChip stage={c.to} />
        </span>
      ),
      text: (c) => `${c.from} → ${c.to}`,
      narrow: "value",
    },
    { key: "cause", title: t("How"), cell: (c) => t(causeWords[c.cause]), text: (c) => c.cause, narrow: "meta" },
    {
      key: "reason",
      title: t("Reason"),
      cell: (c) => (c.reason === "" ? <span className="t3">—</span> : <span title={c.reason}>{c.reason}</span>),
      text: (c) => c.reason,
      narrow: "meta",
    },
    { key: "by", title: t("By"), cell: (c) => c.by.name, text: (c) => c.by.name, narrow: "meta" },
    { key: "at", title: t("When"), sort: "at", align: "end", cell: (c) => <Time at={c.at} />, text: (c) => c.at, narrow: "value" },
  ];
  return (
    <>
      <AsOf model={model} />
      <div className="card">
        <DataTable
          label={t("History")}
          list={list}
          columns={columns}
          rowKey={(c) => `${c.at}${c.version}${c.to}`}
          filterLabel={t("Filter by reason or person")}
          empty={t("No version was moved to a stage yet.")}
        />
      </div>
    </>
  );
}

function AsOf({ model }: { model: Model }) {
  const t = useT();
  const f = useFormat();
  const asOf = useUrlValue("asof");
  const at = asOf.value === "" || Number.isNaN(Date.parse(asOf.value)) ? null : new Date(asOf.value).toISOString();
  const then = useQuery(queryFor(modelHistory, { modelId: model.id, limit: 1, ...(at === null ? {} : { asOf: at }) }));
  return (
    <div className="card pad row wrap g16" style={{ alignItems: "flex-end" }}>
      <div style={{ width: 220 }}>
        <Field label={t("As of")} unit={t("your time zone")}>
          {(field) => <Input {...field} type="datetime-local" value={asOf.value} onChange={(event) => asOf.type(event.target.value)} />}
        </Field>
      </div>
      <div className="grow" aria-live="polite" style={{ paddingBlockEnd: 6 }}>
        <Async query={then} what={t("The history could not load.")} rows={1} shape="block">
          {({ asOf: state }) => (
            <Say
              m="{when}: production <b>{production}</b>, staging <b>{staging}</b>."
              v={{
                when: at === null ? t("Now") : f.exact(state.at),
                production: state.production === null ? t("nothing") : t("v{version}", { version: state.production }),
                staging: state.staging === null ? t("nothing") : t("v{version}", { version: state.staging }),
              }}
              tags={{ b: (p) => <b>{p}</b> }}
            />
          )}
        </Async>
      </div>
    </div>
  );
}
