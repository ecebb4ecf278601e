import type { OrderTerm } from "../../../db/filter/order.ts";
import { containing, raw, sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";
import type { Run } from "../contract/runs.ts";
import { runFields } from "./run-fields.ts";
import { pageOfRuns, runConditions, type Paging, type View } from "./search.ts";

export interface RunList extends Paging {
  projectId?: string | undefined;
  experimentId?: string | undefined;
  parentRunId?: string | undefined;
  roots: boolean;
  kind?: string | undefined;
  status?: readonly string[] | undefined;
  datasetId?: string | undefined;
  view: View;
  name?: string | undefined;
  q?: string | undefined;
  /** `startedAt`, `name`, `status` or `metrics.<key>`. */
  sort: string;
  order: "asc" | "desc";
}

const plainSorts: Readonly<Record<string, Omit<OrderTerm, "desc">>> = {
  startedAt: { value: raw("r.started_at"), type: "timestamptz", nullable: false },
  name: { value: raw("r.name"), type: "text", nullable: false },
  status: { value: raw("r.status"), type: "text", nullable: false },
};

export async function listOfRuns(tx: Tx, ws: string, f: RunList): Promise<{ items: Run[]; nextCursor: string | null }> {
  const where = runConditions(ws, { ...f, experimentIds: f.experimentId === undefined ? undefined : [f.experimentId] });
  if (f.kind) where.push(sql`r.kind = ${f.kind}`);
  if (f.status) where.push(sql`r.status = any(${[...f.status]})`);
  if (f.datasetId) where.push(sql`r.dataset_id = ${f.datasetId}`);
  if (f.name !== undefined) where.push(sql`r.name = ${f.name}`);
  if (f.q) where.push(sql`r.name ilike ${containing(f.q)}`);
  return await pageOfRuns(tx, ws, where, [{ ...sortTerm(ws, f.sort), desc: f.order === "desc" }], {}, f);
}

function sortTerm(ws: string, sort: string): Omit<OrderTerm, "desc"> {
  const known = plainSorts[sort];
  if (known) return known;
  const metrics = runFields(ws).others.find((entity) => entity.names.includes("metrics"));
  const ordering = metrics?.field(sort.replace(/^metrics\./, ""), null)?.order?.(raw("sorting"));
  if (!ordering) throw new Error(`runs have no order by ${sort}`);
  return ordering;
}
