import { useMemo, type ReactNode } from "react";
import { Link } from "react-router";
import { columnOf, valueOf, type Aggregate, type Attribute, type ColumnRef } from "../../../../../capabilities/tracking/contract/columns.ts";
import type { Run } from "../../../../../capabilities/tracking/contract/runs.ts";
import { useFormat, type Format } from "../../../../lib/format.ts";
import { msg, useT, type Translate } from "../../../../lib/i18n.ts";
import { usePlace, type Place } from "../../../../lib/place.ts";
import { ObjectRef } from "../../../../ui/collection.tsx";
import { StatusIcon } from "../../../../ui/StatusIcon.tsx";
import type { ShownColumn } from "../../hooks/viewState.ts";
import { fieldText } from "../filter/clauses.ts";
import { metricKind, tookMs } from "../metrics.ts";

export const aggregateWords: Readonly<Record<Aggregate, string>> = {
  last: msg("last"),
  best: msg("best"),
  min: msg("min"),
  max: msg("max"),
  mean: msg("mean"),
  first: msg("first"),
  count: msg("points"),
  bestStep: msg("best at step"),
  lastStep: msg("last step"),
};

export const attributeWords: Readonly<Record<Attribute, string>> = {
  name: msg("Run"),
  status: msg("Status"),
  kind: msg("Kind"),
  startedAt: msg("Started"),
  endedAt: msg("Ended"),
  duration: msg("Took"),
  by: msg("By"),
  experiment: msg("Experiment"),
  dataset: msg("Dataset"),
  parent: msg("Parent"),
  id: msg("Run id"),
  updatedAt: msg("Changed"),
};

export interface TableColumn {
  /** `max:val_auc` */
  id: string;
  ref: ColumnRef;
  /** Metric, parameter and tag keys as they are; attributes translated. */
  title: string;
  /** Which aggregate of the metric. */
  sub: string | null;
  width: number;
  end: boolean;
  pinned: boolean;
  sortable: boolean;
  cell(run: Run): ReactNode;
  /** A header for CSV: title and aggregate. */
  label: string;
}

interface Words {
  t: Translate;
  f: Format;
  place: Place;
  experiments: ReadonlyMap<string, string>;
  now: number;
  /** Groups need room for mean ± sd. */
  grouped: boolean;
}

const usualWidth: Readonly<Record<string, number>> = {
  status: 110,
  experiment: 150,
  dataset: 150,
  by: 120,
  startedAt: 112,
  endedAt: 112,
  updatedAt: 112,
  duration: 104,
};

/** Room for a header in one line, within reason. */
const roomFor = (title: string, sub: string | null): number => Math.round(Math.min(220, Math.max(84, title.length * 6.8 + (sub?.length ?? 0) * 6.5 + 44)));

/** The columns as drawn: titles, widths and how a run's value looks. */
export function useTableColumns(shown: readonly ShownColumn[], experiments: ReadonlyMap<string, string>, now: number, grouped: boolean): TableColumn[] {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const at = place.at("");
  // `place` is a new object on every render; the address says when it differs.
  // oxlint-disable-next-line react/exhaustive-deps -- see above
  return useMemo(() => shown.flatMap((each) => columnFor(each, { t, f, place, experiments, now, grouped })), [shown, experiments, now, f, at, grouped]);
}

function columnFor(shown: ShownColumn, words: Words): TableColumn[] {
  const ref = columnOf(shown.column);
  if (!ref || (ref.kind === "attr" && ref.key === "name")) return [];
  const { t, grouped } = words;
  const sub = ref.kind === "metric" ? t(aggregateWords[ref.aggregate]) : null;
  const title = ref.kind === "attr" ? t(attributeWords[ref.key]) : ref.key;
  const end = ref.kind === "metric" || (ref.kind === "attr" && ["startedAt", "endedAt", "duration", "updatedAt"].includes(ref.key));
  return [
    {
      id: shown.column,
      ref,
      title,
      sub,
      width: shown.width ?? Math.max(grouped && ref.kind === "metric" ? 146 : 0, usualWidth[ref.key] ?? 0, roomFor(title, sub)),
      end,
      pinned: shown.pinned ?? false,
      sortable: fieldText(ref) !== null,
      cell: (run) => cellOf(run, ref, words),
      label: sub === null ? title : t("{metric} {aggregate}", { metric: title, aggregate: sub }),
    },
  ];
}

function cellOf(run: Run, ref: ColumnRef, { f, place, experiments, now }: Words): ReactNode {
  const value = valueOf(run, ref);
  if (ref.kind === "metric") return metricText(f, ref.key, ref.aggregate, value);
  if (ref.kind !== "attr") return value === null ? "—" : <span className="mono">{value}</span>;
  switch (ref.key) {
    case "status":
      return <StatusIcon status={run.status} />;
    case "startedAt":
    case "endedAt":
    case "updatedAt":
      return value === null ? (
        "—"
      ) : (
        <time dateTime={String(value)} title={f.exact(String(value))}>
          {f.time(String(value), now === 0 ? undefined : new Date(now))}
        </time>
      );
    case "duration":
      return f.duration(tookMs(run, now === 0 ? Date.now() : now));
    case "experiment":
      return <Link to={place.at(`experiments/${run.experimentId}`, run.projectId)}>{experiments.get(run.experimentId) ?? run.experimentId.slice(-8)}</Link>;
    case "dataset":
      return run.datasetId === null ? (
        "—"
      ) : (
        <ObjectRef type="dataset" id={run.datasetId} projectId={run.projectId}>
          {`${run.datasetId.slice(-8)} v${run.datasetVersion ?? 1}`}
        </ObjectRef>
      );
    case "parent":
      return run.parentRunId === null ? "—" : <Link to={place.at(`runs/${run.parentRunId}`, run.projectId)}>{run.parentRunId.slice(-8)}</Link>;
    case "id":
      return <span className="mono">{run.id.slice(-8)}</span>;
    default:
      return <span className="t2">{value ?? "—"}</span>;
  }
}

/** A metric's aggregate as people read it. */
export function metricText(f: Format, key: string, aggregate: Aggregate, value: string | number | null): string {
  if (typeof value !== "number") return "—";
  return ["count", "bestStep", "lastStep"].includes(aggregate) ? f.count(value) : f.metric(value, metricKind(key));
}
