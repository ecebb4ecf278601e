import { decodeCursor, page } from "../../../db/keyset.ts";
import { and, oneOf, raw, sql } from "../../../db/sql.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";
import type { Reference } from "../../serving/contract/reference.ts";
import type { Signature } from "../../serving/contract/shapes.ts";

/** A deployment as monitoring reads it from serving's published view. */
export interface Watched {
  id: string;
  project_id: string;
  name: string;
  environment: "staging" | "production";
  model_id: string;
  model_name: string;
  problem: string | null;
  created_at: Date;
  removed_at: Date | null;
  revision: number;
  model_version: number;
  run_id: string;
  dataset_id: string | null;
  dataset_version: number | null;
  algorithm: string | null;
  task: string;
  signature: Signature;
  reference: Reference;
}

const columns = raw(`id, project_id, name, environment, model_id, model_name, problem, created_at, removed_at,
  revision, model_version, run_id, dataset_id, dataset_version, algorithm, task, signature, reference`);

export async function readWatched(tx: Tx, ws: string, id: string): Promise<Watched | null> {
  return await tx.first<Watched>(sql`select ${columns} from serving.pub_deployments where workspace_id = ${ws} and id = ${id}`);
}

export interface WatchedFilter {
  deploymentId?: string | undefined;
  projectId?: string | undefined;
  q?: string | undefined;
  sort: "name" | "createdAt";
  order: "asc" | "desc";
  limit: number;
  cursor?: string | undefined;
}

/** Living deployments, keyset-paged. */
export async function listWatched(tx: Tx, ws: string, filter: WatchedFilter): Promise<{ items: Watched[]; nextCursor: string | null }> {
  const by = raw(filter.sort === "name" ? "lower(name)" : "created_at");
  const cast = raw(filter.sort === "name" ? "text" : "timestamptz");
  const order = oneOf(filter.order, ["asc", "desc"]);
  const conditions: Statement[] = [sql`workspace_id = ${ws}`, sql`removed_at is null`];
  if (filter.deploymentId !== undefined) conditions.push(sql`id = ${filter.deploymentId}`);
  if (filter.projectId !== undefined) conditions.push(sql`project_id = ${filter.projectId}`);
  if (filter.q !== undefined) conditions.push(sql`(position(lower(${filter.q}) in lower(name)) > 0 or position(lower(${filter.q}) in lower(model_name)) > 0)`);
  const after = decodeCursor(filter.cursor, 2);
  if (after)
    conditions.push(
      filter.order === "asc" ? sql`(${by}, id) > (${after[0]}::${cast}, ${after[1]}::uuid)` : sql`(${by}, id) < (${after[0]}::${cast}, ${after[1]}::uuid)`,
    );
  const rows = await tx.rows<Watched & { sort_key: string }>(sql`
    select ${columns}, (${by})::text as sort_key from serving.pub_deployments where ${and(conditions)} order by ${by} ${order}, id ${order} limit ${filter.limit + 1}`);
  return page(rows, filter.limit, (row) => [row.sort_key, row.id]);
}
