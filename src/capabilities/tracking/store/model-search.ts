import { compileClauses, resolve } from "../../../db/filter/compile.ts";
import { compare, listOps, numberOps, textField, timeField, withoutNaN, type Entity, type Field, type FieldTable } from "../../../db/filter/fields.ts";
import { sorted, type OrderTerm } from "../../../db/filter/order.ts";
import { parseFilter, refusing } from "../../../db/filter/parse.ts";
import { page } from "../../../db/keyset.ts";
import { and, raw, sql, type Raw } from "../../../db/sql.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";
import type { LoggedModel } from "../contract/models.ts";
import { modelColumns, pointsOfModels, toModel, type ModelRow } from "./models.ts";

export interface DatasetOf {
  name: string | undefined;
  digest?: string | undefined;
}

export interface ModelOrder {
  field: string;
  ascending: boolean;
  datasetName?: string | undefined;
  datasetDigest?: string | undefined;
}

export interface ModelSearch {
  projectId?: string | undefined;
  experimentIds?: readonly string[] | undefined;
  sourceRunId?: string | undefined;
  filter: string;
  datasets: readonly DatasetOf[];
  orderBy: readonly ModelOrder[];
  limit: number;
  cursor?: string | undefined;
}

export async function selectModels(tx: Tx, ws: string, f: ModelSearch): Promise<{ items: LoggedModel[]; nextCursor: string | null }> {
  const where = [sql`m.workspace_id = ${ws}`, sql`m.deleted_at is null`];
  if (f.projectId) where.push(sql`m.project_id = ${f.projectId}`);
  if (f.experimentIds) where.push(sql`m.experiment_id = any(${[...f.experimentIds]}::uuid[])`);
  if (f.sourceRunId) where.push(sql`m.source_run_id = ${f.sourceRunId}`);
  where.push(...conditions(ws, f.filter, f.datasets));
  const order = sorted(
    f.orderBy.map((o, i) => term(ws, o, raw(`order_${i}`))),
    [
      { value: raw("m.created_at"), type: "timestamptz", nullable: false, desc: true },
      { value: raw("m.id"), type: "uuid", nullable: false, desc: false },
    ],
  );
  where.push(...order.after(f.cursor));
  const rows = await tx.rows<ModelRow>(sql`
    select ${modelColumns}, ${order.columns} from tracking.logged_models m ${order.joins}
    where ${and(where)} order by ${order.orderBy} limit ${f.limit + 1}`);
  const cut = page(rows, f.limit, (row) => order.key(row));
  const points = await pointsOfModels(
    tx,
    ws,
    cut.items.map((row) => row.id),
  );
  return { items: cut.items.map((row) => toModel(row, points.get(row.id))), nextCursor: cut.nextCursor };
}

/** The filter; datasets narrow its metrics, or without any ask for a metric on one of them. */
function conditions(ws: string, filter: string, datasets: readonly DatasetOf[]): Statement[] {
  const on = datasets.length === 0 ? null : onDatasets(datasets);
  return refusing("filter", filter, () => {
    const clauses = parseFilter(filter);
    const table = modelFields(ws, on);
    const found = compileClauses(table, clauses);
    const named = clauses.some(({ field }) => field.entity !== null && metricNames.includes(field.entity));
    return on === null || named
      ? found
      : [...found, sql`exists (select from tracking.model_points p where p.workspace_id = ${ws} and p.model_id = m.id and ${on})`];
  });
}

function term(ws: string, order: ModelOrder, alias: Raw): OrderTerm {
  const { field, ascending, datasetName, datasetDigest } = order;
  const on = datasetName === undefined && datasetDigest === undefined ? null : onDataset({ name: datasetName, digest: datasetDigest });
  return refusing("orderBy", field, () => {
    const dot = field.indexOf(".");
    const ref = { aggregate: null, entity: dot < 0 ? null : field.slice(0, dot), key: field.slice(dot + 1), from: 0, to: field.length };
    const ordering = resolve(modelFields(ws, on), ref).order?.(alias);
    if (!ordering) throw new Error(`${field} has an order`);
    return { ...ordering, desc: !ascending };
  });
}

function onDatasets(datasets: readonly DatasetOf[]): Statement {
  return sql`(${datasets.map(onDataset).reduce((some, next) => sql`${some} or ${next}`)})`;
}

function onDataset({ name, digest }: Partial<DatasetOf>): Statement {
  const of = [...(name === undefined ? [] : [sql`p.dataset_name = ${name}`]), ...(digest === undefined ? [] : [sql`p.dataset_digest = ${digest}`])];
  return sql`(${and(of)})`;
}

const metricNames = ["metrics", "metric"];

/** What logged models are filtered and ordered by, over alias `m`. `on` narrows their metrics. */
function modelFields(ws: string, on: Statement | null): FieldTable {
  return {
    noun: "logged models",
    attributes: attributes(),
    others: [
      { names: ["metrics", "metric"], field: (key, aggregate) => (aggregate === null ? metricField(ws, key, on) : null) },
      labels(["params", "param", "parameters", "parameter"], raw("m.params")),
      labels(["tags", "tag"], raw("m.tags")),
    ],
  };
}

function labels(names: Entity["names"], column: Raw): Entity {
  return {
    names,
    field: (key, aggregate) =>
      aggregate === null ? textField(sql`(${column} ->> ${key})`, { ops: [...listOps, "IS NULL", "IS NOT NULL"], nullable: true }) : null,
  };
}

/** A clause holds where any point of the key passes; the order is by the newest point. */
function metricField(ws: string, key: string, on: Statement | null): Field {
  const of = sql`p.workspace_id = ${ws} and p.model_id = m.id and p.key = ${key}${on === null ? sql`` : sql` and ${on}`}`;
  return {
    type: "number",
    ops: numberOps,
    where: (test) => sql`exists (select from tracking.model_points p where ${of} and ${withoutNaN(raw("p.value"), "float8", test)})`,
    order: (alias) => ({
      join: sql`left join lateral (select p.value from tracking.model_points p where ${of} order by p.at desc, p.step desc, p.run_id limit 1) ${alias} on true`,
      value: raw(`${alias.text}.value`),
      type: "float8",
      nullable: true,
    }),
  };
}

/** Ids are known by their digits: with dashes, without them, or with the prefix clients write. */
function idField(column: Statement, nullable: boolean): Field {
  const bare = (text: string): string => text.replace(/^m-/, "").replaceAll("-", "");
  const value = sql`replace(${column}, '-', '')`;
  return {
    ...textField(value, { ops: listOps, nullable }),
    where: ({ op, value: given }) =>
      compare(value, { op, value: typeof given === "string" ? bare(given) : Array.isArray(given) ? given.map(bare) : (given as null) }),
  };
}

function attributes(): Entity {
  const created = timeField(raw("m.created_at"));
  const updated = timeField(raw("m.updated_at"));
  const fields: Readonly<Record<string, Field>> = {
    name: textField(raw("m.name"), { ops: listOps }),
    model_id: idField(sql`m.id::text`, false),
    model_type: textField(raw("m.type"), { ops: listOps, nullable: true }),
    status: textField(raw("upper(m.status)"), { ops: listOps, values: ["READY", "PENDING", "FAILED"] }),
    source_run_id: idField(sql`m.source_run_id`, true),
    creation_timestamp: created,
    creation_time: created,
    creation_timestamp_ms: created,
    last_updated_timestamp: updated,
    last_updated_time: updated,
    last_updated_timestamp_ms: updated,
  };
  return {
    names: ["attributes", "attribute", "attr"],
    keys: ["name", "model_id", "model_type", "status", "source_run_id", "creation_timestamp", "last_updated_timestamp"],
    field: (key, aggregate) => (aggregate === null && Object.hasOwn(fields, key) ? (fields[key] ?? null) : null),
  };
}
