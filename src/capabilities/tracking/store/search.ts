import { compileFilter } from "../../../db/filter/compile.ts";
import { compileOrder, sorted, type OrderTerm } from "../../../db/filter/order.ts";
import { page } from "../../../db/keyset.ts";
import { and, raw, sql } from "../../../db/sql.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";
import type { Run } from "../contract/runs.ts";
import { runFields } from "./run-fields.ts";
import { labelsOf, metricsOf, plainColumns, toRun, type RunRow } from "./run-rows.ts";

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
  const where = [sql`r.workspace_id = ${ws}`];
  if (f.projectId) where.push(sql`r.project_id = ${f.projectId}`);
  const [only, ...more] = f.experimentIds ?? [];
  if (f.experimentIds && more.length > 0) where.push(sql`r.experiment_id = any(${[...f.experimentIds]}::uuid[])`);
  else if (f.experimentIds) where.push(only === undefined ? sql`false` : sql`r.experiment_id = ${only}`);
  if (f.parentRunId) where.push(sql`r.parent_run_id = ${f.parentRunId}`);
  if (f.roots) where.push(sql`r.parent_run_id is null`);
  if (f.view !== "all") where.push(f.view === "active" ? sql`r.deleted_at is null` : sql`r.deleted_at is not null`);
  return [...where, ...compileFilter(runFields(ws), f.filter)];
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

export async function searchRuns(
  tx: Tx,
  ws: string,
  f: RunScope & Shown & Paging & { orderBy?: readonly string[] | undefined },
): Promise<{ items: Run[]; nextCursor: string | null }> {
  return await pageOfRuns(tx, ws, runConditions(ws, f), compileOrder(runFields(ws), f.orderBy), f, f);
}

/** A page of the runs that meet conditions over `r`: places first, over narrow rows, then the rows of the page alone. */
export async function pageOfRuns(
  tx: Tx,
  ws: string,
  where: readonly Statement[],
  terms: readonly OrderTerm[],
  shown: Shown,
  paging: Paging,
): Promise<{ items: Run[]; nextCursor: string | null }> {
  const order = sorted(terms, ties);
  const rows = await tx.rows<RunRow>(sql`
    with places as materialized (
      select row_number() over () as place, p.id, ${order.names} from (
        select r.id, ${order.columns} from tracking.runs r ${order.joins}
        where ${and([...where, ...order.after(paging.cursor)])} order by ${order.orderBy} limit ${paging.limit + 1}
      ) p
    )
    select ${order.names}, ${plainColumns}, ${labelsOf("params", shown.params)} as params, ${labelsOf("tags", shown.tags)} as tags, ${metricsOf(shown.metrics)} as metrics
    from places p join tracking.runs r on r.workspace_id = ${ws} and r.id = p.id order by p.place`);
  const cut = page(rows, paging.limit, order.key);
  return { items: cut.items.map(toRun), nextCursor: cut.nextCursor };
}
