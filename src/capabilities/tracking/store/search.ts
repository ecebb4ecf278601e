import { compileFilter, compileParts } from "../../../db/filter/compile.ts";
import { compileOrder, sorted, type OrderTerm } from "../../../db/filter/order.ts";
import type { ById } from "../../../db/filter/fields.ts";
import { page } from "../../../db/keyset.ts";
import { and, raw, sql } from "../../../db/sql.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";
import type { Run } from "../contract/runs.ts";
import type { RunLatest } from "../contract/search.ts";
import { runFields } from "./run-fields.ts";
import { labelsOf, latestOf, metricsOf, plainColumns, toLatest, toRun, type LatestRow, type RunRow } from "./run-rows.ts";

export type View = "active" | "deleted" | "all";

export interface RunScope {
  projectId?: string | undefined;
  experimentIds?: readonly string[] | undefined;
  parentRunId?: string | undefined;
  /** Only runs without a parent. */
  roots?: boolean | undefined;
  view: View;
  filter?: string | undefined;
}

/** Which runs a search means: conditions over the alias `r`, to be joined by AND. @throws Refusal for a filter that cannot be read */
export function runConditions(ws: string, f: RunScope): Statement[] {
  return [...scopeConditions(ws, f), ...compileFilter(runFields(ws), f.filter)];
}

function scopeConditions(ws: string, f: RunScope): Statement[] {
  const where = [sql`r.workspace_id = ${ws}`];
  if (f.projectId) where.push(sql`r.project_id = ${f.projectId}`);
  const [only, ...more] = f.experimentIds ?? [];
  if (f.experimentIds && more.length > 0) where.push(sql`r.experiment_id = any(${[...f.experimentIds]}::uuid[])`);
  else if (f.experimentIds) where.push(only === undefined ? sql`false` : sql`r.experiment_id = ${only}`);
  if (f.parentRunId) where.push(sql`r.parent_run_id = ${f.parentRunId}`);
  if (f.roots) where.push(sql`r.parent_run_id is null`);
  if (f.view !== "all") where.push(f.view === "active" ? sql`r.deleted_at is null` : sql`r.deleted_at is not null`);
  return where;
}

export interface Shown {
  /** Only these keys; absent: all. */
  metrics?: readonly string[] | undefined;
  params?: readonly string[] | undefined;
  tags?: readonly string[] | undefined;
}

export interface Paging {
  limit: number;
  cursor?: string | undefined;
}

/** Runs that are equal in everything else: newest first, then by id. */
const ties: readonly OrderTerm[] = [
  { value: raw("r.started_at"), type: "timestamptz", nullable: false, desc: true },
  { value: raw("r.id"), type: "uuid", nullable: false, desc: false },
];

type Search = RunScope & Shown & Paging & { orderBy?: readonly string[] | undefined };

export async function searchRuns(tx: Tx, ws: string, f: Search): Promise<{ items: Run[]; nextCursor: string | null }> {
  const found = await pageOfRows<RunRow>(tx, ws, conditions(ws, f), compileOrder(runFields(ws), f.orderBy), shownOf(f, metricsOf(f.metrics)), f);
  return { items: found.items.map(toRun), nextCursor: found.nextCursor };
}

export async function searchLatest(tx: Tx, ws: string, f: Search): Promise<{ items: RunLatest[]; nextCursor: string | null }> {
  const found = await pageOfRows<LatestRow>(tx, ws, conditions(ws, f), compileOrder(runFields(ws), f.orderBy), shownOf(f, latestOf(f.metrics)), f);
  return { items: found.items.map(toLatest), nextCursor: found.nextCursor };
}

/** Conditions of a search: all of them, and those a walk asks of a run once it is looked up, beside those on its id alone. */
interface Conditions {
  where: readonly Statement[];
  walked: readonly Statement[];
  byId: readonly ById[];
  /** The experiments alone, where the search names some. */
  experiments?: readonly Statement[];
}

function conditions(ws: string, f: RunScope): Conditions {
  const { byId, rest } = compileParts(runFields(ws), f.filter);
  const scope = scopeConditions(ws, f);
  return { where: runConditions(ws, f), walked: [...scope, ...rest], byId, ...(f.experimentIds && { experiments: scope }) };
}

/** A page of the runs that meet conditions over `r`. */
export async function pageOfRuns(
  tx: Tx,
  ws: string,
  where: readonly Statement[],
  terms: readonly OrderTerm[],
  shown: Shown,
  paging: Paging,
): Promise<{ items: Run[]; nextCursor: string | null }> {
  const found = await pageOfRows<RunRow>(tx, ws, { where, walked: where, byId: [] }, terms, shownOf(shown, metricsOf(shown.metrics)), paging);
  return { items: found.items.map(toRun), nextCursor: found.nextCursor };
}

function shownOf(shown: Shown, metrics: Statement): Statement {
  return sql`${plainColumns}, ${labelsOf("params", shown.params)} as params, ${labelsOf("tags", shown.tags)} as tags, ${metrics} as metrics`;
}

const few = 2000;
const many = 4000;

/** A walk passes the runs of every experiment: among many, looking at all runs of a small one is cheaper. */
async function fewOfMany(tx: Tx, ws: string, experiments: readonly Statement[]): Promise<boolean> {
  const found = await tx.first<{ yes: boolean }>(sql`
    select (select count(*) from (select from tracking.runs r where ${and(experiments)} limit ${few + 1}) scoped) <= ${few}
      and exists (select from tracking.runs where workspace_id = ${ws} offset ${many}) as yes`);
  return found?.yes === true;
}

/** Places first, over narrow rows, then the columns of the page's runs alone. */
async function pageOfRows<R extends object>(
  tx: Tx,
  ws: string,
  { where, walked, byId, experiments }: Conditions,
  terms: readonly OrderTerm[],
  columns: Statement,
  paging: Paging,
): Promise<{ items: R[]; nextCursor: string | null }> {
  const order = sorted(terms, ties);
  const rows = (from: Statement, all: readonly Statement[], orderBy: Statement, limit: number): Promise<R[]> =>
    tx.rows<R>(sql`
    with places as materialized (
      select row_number() over () as place, p.id, ${order.names} from (
        select r.id, ${order.columns} from ${from}
        where ${and(all)} order by ${orderBy} limit ${limit}
      ) p
    )
    select ${order.names}, ${columns} from places p
      join lateral (select r.* from tracking.runs r where r.workspace_id = ${ws} and r.id = p.id offset 0) r on true order by p.place`);
  const whole = sql`tracking.runs r ${order.joins}`;
  const enough = paging.limit + 1;
  const walk = order.walk(paging.cursor, byId);
  if (!walk || (experiments && (await fewOfMany(tx, ws, experiments))))
    return page(await rows(whole, [...where, ...order.after(paging.cursor)], order.orderBy, enough), paging.limit, order.key);
  const valued = await rows(walk.from, [...walked, ...walk.where], walk.orderBy, enough);
  const left = enough - valued.length;
  const all = left > 0 ? [...valued, ...(await rows(whole, [...where, walk.rest], order.orderBy, left))] : valued;
  return page(all, paging.limit, order.key);
}
