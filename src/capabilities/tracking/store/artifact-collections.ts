import { decodeCursor, page } from "../../../db/keyset.ts";
import { and, containing, oneOf, raw, sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";
import type { ArtifactCollection } from "../contract/artifact-collections.ts";

interface Row {
  id: string;
  project_id: string;
  experiment_id: string;
  type: string;
  name: string;
  version_count: number;
  created_at: Date;
  sort_value?: string | number;
}

const columns = raw(`c.id, c.project_id, c.experiment_id, c.type, c.name, c.created_at,
  (select count(*) from tracking.artifact_versions v where v.workspace_id = c.workspace_id and v.collection_id = c.id and v.state = 'committed') as version_count`);

function toCollection(row: Row): ArtifactCollection {
  return {
    id: row.id,
    projectId: row.project_id,
    experimentId: row.experiment_id,
    type: row.type,
    name: row.name,
    versionCount: row.version_count,
    createdAt: row.created_at.toISOString(),
  };
}

/** The collection of that name, made where it is not there. Its row is locked until the end: versions are opened one after another. */
export async function openCollection(
  tx: Tx,
  ws: string,
  c: { id: string; projectId: string; experimentId: string; type: string; name: string },
): Promise<{ id: string; type: string }> {
  await tx.run(sql`
    insert into tracking.artifact_collections (workspace_id, id, project_id, experiment_id, type, name)
    values (${ws}, ${c.id}, ${c.projectId}, ${c.experimentId}, ${c.type}, ${c.name}) on conflict (workspace_id, experiment_id, name) do nothing`);
  const row = await tx.first<{ id: string; type: string }>(sql`
    select id, type from tracking.artifact_collections where workspace_id = ${ws} and experiment_id = ${c.experimentId} and name = ${c.name} for update`);
  if (!row) throw new Error("a collection just made is there");
  return row;
}

export async function findCollection(tx: Tx, ws: string, id: string): Promise<ArtifactCollection | null> {
  const row = await tx.first<Row>(sql`select ${columns} from tracking.artifact_collections c where c.workspace_id = ${ws} and c.id = ${id}::uuid`);
  return row && toCollection(row);
}

export interface CollectionFilter {
  projectId?: string | undefined;
  experimentId?: string | undefined;
  type?: string | undefined;
  q?: string | undefined;
  sort: "name" | "createdAt";
  order: "asc" | "desc";
  limit: number;
  cursor?: string | undefined;
}

const sorts = { createdAt: "extract(epoch from c.created_at)::float8", name: "c.name" };

export async function selectCollections(tx: Tx, ws: string, f: CollectionFilter): Promise<{ items: ArtifactCollection[]; nextCursor: string | null }> {
  const where = [sql`c.workspace_id = ${ws}`];
  if (f.projectId !== undefined) where.push(sql`c.project_id = ${f.projectId}`);
  if (f.experimentId !== undefined) where.push(sql`c.experiment_id = ${f.experimentId}`);
  if (f.type !== undefined) where.push(sql`c.type = ${f.type}`);
  if (f.q !== undefined) where.push(sql`c.name ilike ${containing(f.q)}`);
  const by = raw(sorts[f.sort]);
  const key = decodeCursor(f.cursor, 2);
  if (key) where.push(f.order === "asc" ? sql`(${by}, c.id) > (${key[0]}, ${key[1]}::uuid)` : sql`(${by}, c.id) < (${key[0]}, ${key[1]}::uuid)`);
  const direction = oneOf(f.order, ["asc", "desc"]);
  const rows = await tx.rows<Row>(sql`
    select ${columns}, ${by} as sort_value from tracking.artifact_collections c where ${and(where)}
    order by ${by} ${direction}, c.id ${direction} limit ${f.limit + 1}`);
  const cut = page(rows, f.limit, (row) => [row.sort_value ?? "", row.id]);
  return { items: cut.items.map(toCollection), nextCursor: cut.nextCursor };
}
