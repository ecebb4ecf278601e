import { and, raw, sql } from "../../../db/sql.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";
import { seedKeys } from "../contract/columns.ts";
import type { RunGroup } from "../contract/groups.ts";
import { runConditions, type RunScope, type View } from "./search.ts";

export interface GroupQuery extends RunScope {
  by: readonly string[];
  metrics: readonly { key: string; aggregate: string }[];
  /** Index into `metrics`; -1 orders by size. */
  sort: number;
  order: "asc" | "desc";
  limit: number;
}

const idsOfGroup = 100;

export async function countRuns(tx: Tx, ws: string, f: RunScope): Promise<number> {
  const row = await tx.first<{ n: number }>(sql`select count(*) as n from tracking.runs r where r.workspace_id = ${ws} and ${and(runConditions(ws, f))}`);
  return row?.n ?? 0;
}

interface GroupRow {
  v: (string | null)[];
  runs: number;
  ids: string[];
  group_count: number;
  total: number;
  metrics: { ord: number; mean: number | null; sd: number | null; min: number | null; max: number | null; n: number }[] | null;
}

/** Groups with their size, their newest runs and mean, spread and range of metrics; NaN and infinities count for nothing. */
export async function selectGroups(tx: Tx, ws: string, f: GroupQuery): Promise<{ total: number; groupCount: number; groups: RunGroup[] }> {
  const direction = raw(f.order === "asc" ? "asc" : "desc");
  const first = f.sort >= 0 && f.sort < f.metrics.length ? sql`o.mean ${direction} nulls last, s.runs desc` : sql`s.runs ${direction}`;
  const rows = await tx.rows<GroupRow>(sql`
    with matched as materialized (
      select r.id, r.started_at, array[${listed(f.by)}]::text[] as v from tracking.runs r where r.workspace_id = ${ws} and ${and(runConditions(ws, f))}
    ), sized as (
      select v, count(*) as runs, (array_agg(id order by started_at desc, id))[1:${raw(String(idsOfGroup))}] as ids from matched group by v
    ), stats as (
      select matched.v, w.ord, avg(x.value) as mean, stddev_samp(x.value) as sd, min(x.value) as min, max(x.value) as max, count(*) as n
      from matched join tracking.run_metrics m on m.workspace_id = ${ws} and m.run_id = matched.id and m.key = any(${f.metrics.map((each) => each.key)}::text[])
      join unnest(${f.metrics.map((each) => each.key)}::text[], ${f.metrics.map((each) => each.aggregate)}::text[]) with ordinality as w(key, aggregate, ord) on w.key = m.key
      cross join lateral (select case w.aggregate when 'first' then m.first_value when 'min' then m.min_value when 'max' then m.max_value
        when 'mean' then m.sum_value / nullif(m.points - m.nan_points, 0) else m.last_value end as value) x
      where x.value > '-Infinity' and x.value < 'Infinity' group by matched.v, w.ord
    ) select s.v, s.runs, s.ids, count(*) over () as group_count, sum(s.runs) over ()::bigint as total,
      (select json_agg(json_build_object('ord', t.ord, 'mean', t.mean, 'sd', t.sd, 'min', t.min, 'max', t.max, 'n', t.n)) from stats t where t.v = s.v) as metrics
    from sized s left join stats o on o.v = s.v and o.ord = ${f.sort + 1}
    order by ${first}, s.v limit ${f.limit}`);
  return {
    total: rows[0]?.total ?? 0,
    groupCount: rows[0]?.group_count ?? 0,
    groups: rows.map((row) => ({
      values: row.v,
      runs: row.runs,
      runIds: row.ids,
      metrics: f.metrics.map((_, i) => {
        const found = row.metrics?.find((each) => each.ord === i + 1);
        return found ? { mean: found.mean, sd: found.sd, min: found.min, max: found.max, n: found.n } : { mean: null, sd: null, min: null, max: null, n: 0 };
      }),
    })),
  };
}

function listed(by: readonly string[]): Statement {
  return by.map(valueOf).reduce((all, next) => sql`${all}, ${next}`);
}

function valueOf(by: string): Statement {
  if (by === "seeds") return sql`(r.params - ${[...seedKeys]}::text[])::text`;
  if (by === "experiment") return sql`r.experiment_id::text`;
  if (by === "status") return sql`r.status`;
  if (by === "dataset") return sql`r.dataset_id::text || ' v' || r.dataset_version`;
  const key = by.slice(by.indexOf(":") + 1);
  return by.startsWith("param:") ? sql`r.params ->> ${key}` : sql`r.tags ->> ${key}`;
}

/** How many runs stand inside each of these; those without any are left out. */
export async function countChildren(tx: Tx, ws: string, runIds: readonly string[], view: View): Promise<Record<string, number>> {
  const alive = view === "all" ? sql`true` : view === "active" ? sql`r.deleted_at is null` : sql`r.deleted_at is not null`;
  const rows = await tx.rows<{ id: string; n: number }>(sql`
    select r.parent_run_id as id, count(*) as n from tracking.runs r
    where r.workspace_id = ${ws} and r.parent_run_id = any(${[...runIds]}::uuid[]) and ${alive} group by r.parent_run_id`);
  return Object.fromEntries(rows.map((row) => [row.id, row.n]));
}

export interface SeedRow {
  id: string;
  params: Record<string, string>;
  first: number | null;
  last: number | null;
  min: number | null;
  max: number | null;
  mean: number | null;
}

/** Runs of the same experiment that are equal to a run in every parameter but the seed, oldest first, with a metric's aggregates. */
export async function selectRepetitions(tx: Tx, ws: string, runId: string, metric: string): Promise<SeedRow[]> {
  return await tx.rows<SeedRow>(sql`
    select r.id, r.params, m.first_value as first, m.last_value as last, m.min_value as min, m.max_value as max,
      m.sum_value / nullif(m.points - m.nan_points, 0) as mean
    from tracking.runs b join tracking.runs r on r.workspace_id = ${ws} and r.experiment_id = b.experiment_id
      and r.params - ${[...seedKeys]}::text[] = b.params - ${[...seedKeys]}::text[]
    join tracking.run_metrics m on m.workspace_id = ${ws} and m.run_id = r.id and m.key = ${metric}
    where b.workspace_id = ${ws} and b.id = ${runId} and (r.id = b.id or (r.deleted_at is null and r.status <> 'failed'))
    order by r.started_at, r.id limit 1000`);
}
