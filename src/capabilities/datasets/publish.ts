import { refuse } from "../../kernel/contract/errors.ts";
import type { Ctx } from "../../kernel/ctx.ts";
import type { Objects, Stored } from "../../objects/port.ts";
import type { Dataset, DatasetVersion, Source } from "./contract/shapes.ts";
import type { Converted } from "./importing/convert.ts";
import { insertDataset, needDataset } from "./store/datasets.ts";
import { insertVersion, needVersion } from "./store/versions.ts";

/** Where a dataset's files live; names are never used twice. */
export function tableFolder(workspaceId: string, datasetId: string): string {
  return `w/${workspaceId}/datasets/${datasetId}/`;
}

/** Takes a finished Parquet file over as an immutable object of the dataset. */
export function adoptTable(objects: Objects, workspaceId: string, datasetId: string, id: string, file: string): Promise<Stored> {
  return objects.adopt(`${tableFolder(workspaceId, datasetId)}${id}.parquet`, file);
}

export interface Publication {
  /** Adds a version to this dataset; null makes a new one. */
  datasetId: string | null;
  projectId: string;
  name: string;
  description: string;
  target: string | null;
  table: Converted;
  source: Source | null;
  madeBy: "upload" | "sample";
}

/** The column meant as target; refuses a name the table does not have. */
export function targetAmong(columns: readonly { name: string }[], target: string): string {
  const found = columns.find((c) => c.name === target) ?? columns.find((c) => c.name.toLowerCase() === target.toLowerCase());
  if (found) return found.name;
  const known = columns
    .slice(0, 20)
    .map((c) => c.name)
    .join(", ");
  throw refuse("invalid_input", `There is no column "${target}" to be the target.`, `The columns are: ${known}${columns.length > 20 ? " and more" : ""}.`, {
    fields: [{ path: "target", message: "is no column of the table" }],
  });
}

/**
 * Publishes a converted table as the next version, in the transaction of `ctx`: dataset, version, file list and counts together.
 * Should that transaction fail after all, the object is swept later because no version names it.
 */
export async function publish(ctx: Ctx, p: Publication): Promise<{ dataset: Dataset; version: DatasetVersion }> {
  const { tx, workspaceId: ws, actor } = ctx;
  const id = p.datasetId ?? ctx.newId();
  if (p.datasetId === null)
    await insertDataset(tx, ws, { id, projectId: p.projectId, name: p.name, description: p.description, target: p.target, createdBy: actor.name });
  const stored = await adoptTable(ctx.services.objects, ws, id, ctx.newId(), p.table.file);
  const number = await insertVersion(tx, ws, {
    datasetId: id,
    columns: p.table.columns,
    rowCount: p.table.rowCount,
    files: [{ key: stored.key, sizeBytes: stored.sizeBytes, rows: p.table.rowCount, sha256: stored.sha256 }],
    sha256: stored.sha256,
    parentVersion: null,
    madeBy: p.madeBy,
    recipe: null,
    source: p.source,
    jobId: null,
    createdBy: actor.name,
  });
  ctx.emit("datasets", id);
  ctx.audit({ after: { datasetId: id, version: number, rows: p.table.rowCount, columns: p.table.columns.length, sha256: stored.sha256 } });
  return { dataset: await needDataset(tx, ws, id), version: await needVersion(tx, ws, id, number) };
}
