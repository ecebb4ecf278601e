import { decodeCursor, page } from "../../../db/keyset.ts";
import { and, oneOf, sql } from "../../../db/sql.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";
import type { LoggedPrediction } from "../contract/shapes.ts";

interface Row {
  id: string;
  row_no: number;
  at: Date;
  revision: number;
  model_version: number;
  source: "real" | "simulated";
  latency_ms: number;
  inputs: LoggedPrediction["inputs"];
  output: LoggedPrediction["output"];
}

export interface LogFilter {
  source?: "real" | "simulated" | undefined;
  revision?: number | undefined;
  q?: string | undefined;
  order: "asc" | "desc";
  limit: number;
  cursor?: string | undefined;
}

/** The prediction log in time order, by the UUIDv7 of each prediction. */
export async function listPredictions(
  tx: Tx,
  ws: string,
  deploymentId: string,
  filter: LogFilter,
): Promise<{ items: LoggedPrediction[]; nextCursor: string | null }> {
  const order = oneOf(filter.order, ["asc", "desc"]);
  const conditions: Statement[] = [sql`p.workspace_id = ${ws}`, sql`p.deployment_id = ${deploymentId}`];
  if (filter.source !== undefined) conditions.push(sql`p.source = ${filter.source}`);
  if (filter.revision !== undefined) conditions.push(sql`p.revision = ${filter.revision}`);
  if (filter.q !== undefined)
    conditions.push(sql`(position(lower(${filter.q}) in lower(x.inputs::text)) > 0 or position(lower(${filter.q}) in lower(p.output::text)) > 0)`);
  const after = decodeCursor(filter.cursor, 2);
  if (after)
    conditions.push(
      filter.order === "asc" ? sql`(p.id, p.row_no) > (${after[0]}::uuid, ${after[1]}::int)` : sql`(p.id, p.row_no) < (${after[0]}::uuid, ${after[1]}::int)`,
    );
  const rows = await tx.rows<Row>(sql`
    select p.id, p.row_no, p.at, p.revision, r.model_version, p.source, p.latency_ms, x.inputs, p.output
      from serving.predictions p
      join serving.revisions r on r.workspace_id = p.workspace_id and r.deployment_id = p.deployment_id and r.revision = p.revision
      cross join lateral (
        select coalesce(p.inputs, (select jsonb_object_agg(t.input->>'name', t.cell)
          from rows from (jsonb_array_elements(r.signature->'inputs'), json_array_elements(p.cells)) as t(input, cell)), '{}') as inputs) x
     where ${and(conditions)} order by p.id ${order}, p.row_no ${order} limit ${filter.limit + 1}`);
  const cut = page(rows, filter.limit, (row) => [row.id, row.row_no]);
  return {
    items: cut.items.map((row) => ({
      predictionId: row.id,
      row: row.row_no,
      at: row.at.toISOString(),
      revision: row.revision,
      modelVersion: row.model_version,
      source: row.source,
      latencyMs: row.latency_ms,
      inputs: row.inputs,
      output: row.output,
    })),
    nextCursor: cut.nextCursor,
  };
}
