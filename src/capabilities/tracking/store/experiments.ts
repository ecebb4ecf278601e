import { compileFilter } from "../../../db/filter/compile.ts";
import { labelOps, listOps, textField, timeField, compare, type Field, type FieldTable } from "../../../db/filter/fields.ts";
import { compileOrder, sorted, type OrderTerm } from "../../../db/filter/order.ts";
import { page } from "../../../db/keyset.ts";
import { and, containing, prepared, raw, sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";
import type { Experiment } from "../contract/experiments.ts";

interface PlainRow {
  id: string;
  number: number;
  project_id: string;
  name: string;
  artifact_location: string | null;
  created_at: Date;
  updated_at: Date;
  deleted_at: Date | null;
}

interface ExperimentRow extends PlainRow {
  description: string;
  tags: Record<string, string>;
  run_count: number;
}

export type PlainExperiment = Omit<Experiment, "runCount" | "tags" | "description">;

export interface NewExperiment {
  id: string;
  projectId: string;
  name: string;
  description: string;
  tags: Record<string, string>;
  artifactLocation?: string | undefined;
}

/** What the experiment is called that runs without one join, until somebody renames it. */
export const defaultName = "Default";

/** False when the project has one of that name, or the workspace one of that id. */
export async function insertExperiment(tx: Tx, ws: string, e: NewExperiment): Promise<boolean> {
  const count = await tx.run(sql`
    insert into tracking.experiments (workspace_id, id, project_id, name, description, tags, artifact_location, is_default)
    values (${ws}, ${e.id}, ${e.projectId}, ${e.name}, ${e.description}, ${JSON.stringify(e.tags)}::jsonb, ${e.artifactLocation ?? null},
      ${e.name} = ${defaultName} and not exists (
        select from tracking.experiments d where d.workspace_id = ${ws} and d.project_id = ${e.projectId} and d.is_default))
    on conflict do nothing`);
  return count === 1;
}

const plainColumns = raw("e.id, e.number, e.project_id, e.name, e.artifact_location, e.created_at, e.updated_at, e.deleted_at");
const columns = raw(`${plainColumns.text}, e.description, e.tags,
  (select count(*) from tracking.runs r where r.workspace_id = e.workspace_id and r.experiment_id = e.id and r.deleted_at is null) as run_count`);

export async function findExperiment(tx: Tx, ws: string, id: string): Promise<Experiment | null> {
  const row = await tx.first<ExperimentRow>(sql`select ${columns} from tracking.experiments e where e.workspace_id = ${ws} and e.id = ${id}::uuid`);
  return row && toExperiment(row);
}

/** Without counting its runs. */
export async function locateExperiment(tx: Tx, ws: string, id: string): Promise<PlainExperiment | null> {
  const row = await tx.first<PlainRow>(
    prepared("tracking.locateExperiment", sql`select ${plainColumns} from tracking.experiments e where e.workspace_id = ${ws} and e.id = ${id}::uuid`),
  );
  return row && toPlain(row);
}

export async function experimentOfNumber(tx: Tx, ws: string, number: number): Promise<PlainExperiment | null> {
  const row = await tx.first<PlainRow>(
    prepared("tracking.experimentOfNumber", sql`select ${plainColumns} from tracking.experiments e where e.workspace_id = ${ws} and e.number = ${number}`),
  );
  return row && toPlain(row);
}

export async function experimentOfName(tx: Tx, ws: string, projectId: string, name: string): Promise<PlainExperiment | null> {
  const row = await tx.first<PlainRow>(sql`
    select ${plainColumns} from tracking.experiments e where e.workspace_id = ${ws} and e.project_id = ${projectId} and e.name = ${name}`);
  return row && toPlain(row);
}

/** The project's default one, whatever it is called by now; one called Default becomes it where there is none. */
export async function openDefault(tx: Tx, ws: string, projectId: string): Promise<PlainExperiment | null> {
  const find = sql`select ${plainColumns} from tracking.experiments e where e.workspace_id = ${ws} and e.project_id = ${projectId} and e.is_default`;
  const row = await tx.first<PlainRow>(find);
  if (row) return toPlain(row);
  await tx.run(sql`
    update tracking.experiments set is_default = true where workspace_id = ${ws} and project_id = ${projectId} and name = ${defaultName}`);
  const adopted = await tx.first<PlainRow>(find);
  return adopted && toPlain(adopted);
}

/** MLflow's names for what experiments are searched by; over the alias `e`. */
export function experimentFields(): FieldTable {
  const byKey: Record<string, Field> = {
    name: textField(raw("e.name"), { ops: listOps }),
    experiment_id: {
      ...textField(raw("e.number::text"), { ops: ["=", "!=", "IN", "NOT IN"] }),
      order: () => ({ value: raw("e.number"), type: "int8", nullable: false }),
    },
    creation_time: timeField(raw("e.created_at")),
    last_update_time: timeField(raw("e.updated_at")),
  };
  const all = new Map(Object.entries(byKey));
  return {
    noun: "experiments",
    attributes: {
      names: ["attributes", "attribute", "attr"],
      keys: Object.keys(byKey),
      field: (key, aggregate) => (aggregate === null ? (all.get(key) ?? null) : null),
    },
    others: [
      {
        names: ["tags", "tag"],
        field: (key, aggregate) => {
          const value = sql`(e.tags ->> ${key})`;
          return aggregate === null ? { type: "text", ops: labelOps, where: (test) => compare(value, test) } : null;
        },
      },
    ],
  };
}

export interface ExperimentFilter {
  projectId?: string | undefined;
  number?: number | undefined;
  default?: boolean | undefined;
  name?: string | undefined;
  q?: string | undefined;
  filter?: string | undefined;
  view: "active" | "deleted" | "all";
  sort: "createdAt" | "name" | "updatedAt";
  order: "asc" | "desc";
  orderBy?: readonly string[] | undefined;
  limit: number;
  cursor?: string | undefined;
}

const sorts = {
  name: { value: raw("e.name"), type: "text", nullable: false },
  createdAt: { value: raw("e.created_at"), type: "timestamptz", nullable: false },
  updatedAt: { value: raw("e.updated_at"), type: "timestamptz", nullable: false },
} as const;

export async function selectExperiments(tx: Tx, ws: string, f: ExperimentFilter): Promise<{ items: Experiment[]; nextCursor: string | null }> {
  const where = [sql`e.workspace_id = ${ws}`];
  if (f.projectId) where.push(sql`e.project_id = ${f.projectId}`);
  if (f.number !== undefined) where.push(sql`e.number = ${f.number}`);
  if (f.default !== undefined) where.push(sql`e.is_default = ${f.default}`);
  if (f.name !== undefined) where.push(sql`e.name = ${f.name}`);
  if (f.q) where.push(sql`e.name ilike ${containing(f.q)}`);
  if (f.view !== "all") where.push(f.view === "active" ? sql`e.deleted_at is null` : sql`e.deleted_at is not null`);
  where.push(...compileFilter(experimentFields(), f.filter));
  const desc = f.order === "desc";
  const terms: OrderTerm[] = f.orderBy ? compileOrder(experimentFields(), f.orderBy) : [{ ...sorts[f.sort], desc }];
  const ties: OrderTerm[] = [
    { ...sorts.createdAt, desc: true },
    { value: raw("e.number"), type: "int8", nullable: false, desc: f.orderBy === undefined && desc },
  ];
  const order = sorted(terms, ties);
  const rows = await tx.rows<ExperimentRow>(sql`
    with places as materialized (
      select row_number() over () as place, p.id, ${order.names} from (
        select e.id, ${order.columns} from tracking.experiments e
        where ${and([...where, ...order.after(f.cursor)])} order by ${order.orderBy} limit ${f.limit + 1}
      ) p
    )
    select ${order.names}, ${columns} from places p join tracking.experiments e on e.workspace_id = ${ws} and e.id = p.id order by p.place`);
  const cut = page(rows, f.limit, order.key);
  return { items: cut.items.map(toExperiment), nextCursor: cut.nextCursor };
}

export interface ExperimentChange {
  name?: string | undefined;
  description?: string | undefined;
}

/** False when the project has another experiment of that name. */
export async function changeExperiment(tx: Tx, ws: string, id: string, change: ExperimentChange): Promise<boolean> {
  const count = await tx.run(sql`
    update tracking.experiments e set name = coalesce(${change.name ?? null}::text, name), description = coalesce(${change.description ?? null}::text, description),
      updated_at = now()
    where workspace_id = ${ws} and id = ${id} and not exists (
      select from tracking.experiments o where o.workspace_id = e.workspace_id and o.project_id = e.project_id and o.name = ${change.name ?? null} and o.id <> e.id
    )`);
  return count === 1;
}

/** Sets and removes tags. */
export async function changeTags(tx: Tx, ws: string, id: string, set: Record<string, string>, gone: readonly string[]): Promise<void> {
  await tx.run(sql`
    update tracking.experiments set tags = (tags - ${[...gone]}::text[]) || ${JSON.stringify(set)}::jsonb, updated_at = now()
    where workspace_id = ${ws} and id = ${id}`);
}

/** Takes the runs along that are not deleted already: they carry the experiment's moment. */
export async function markExperimentDeleted(tx: Tx, ws: string, id: string): Promise<void> {
  await tx.run(sql`update tracking.experiments set deleted_at = now(), updated_at = now() where workspace_id = ${ws} and id = ${id} and deleted_at is null`);
  await tx.run(sql`
    update tracking.runs set deleted_at = now(), updated_at = now() where workspace_id = ${ws} and experiment_id = ${id} and deleted_at is null`);
}

/** Brings back the runs that were deleted with it. */
export async function markExperimentRestored(tx: Tx, ws: string, id: string): Promise<void> {
  await tx.run(sql`
    update tracking.runs r set deleted_at = null, updated_at = now() from tracking.experiments e
    where r.workspace_id = ${ws} and r.experiment_id = ${id} and e.workspace_id = ${ws} and e.id = r.experiment_id and r.deleted_at = e.deleted_at`);
  await tx.run(sql`update tracking.experiments set deleted_at = null, updated_at = now() where workspace_id = ${ws} and id = ${id}`);
}

function toPlain(row: PlainRow): PlainExperiment {
  return {
    id: row.id,
    number: row.number,
    projectId: row.project_id,
    name: row.name,
    artifactLocation: row.artifact_location,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    deletedAt: row.deleted_at?.toISOString() ?? null,
  };
}

function toExperiment(row: ExperimentRow): Experiment {
  return { ...toPlain(row), description: row.description, tags: row.tags, runCount: row.run_count };
}
