import { raw, sql, type Raw } from "../../../db/sql.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";
import type { InputDataset, RunLinks } from "../contract/links.ts";

export interface NewInput {
  /** Taken when the experiment knows no dataset of this name and digest. */
  id: string;
  dataset: InputDataset;
  tags: Record<string, string>;
}

/**
 * Links datasets to a run; a dataset is its name and digest within the experiment, described by whoever named it first,
 * and the first link of a run to it keeps its tags. Answers how many links are new.
 */
export async function linkDatasets(tx: Tx, ws: string, runId: string, inputs: readonly NewInput[]): Promise<number> {
  const of = <T>(pick: (d: InputDataset) => T): T[] => inputs.map((i) => pick(i.dataset));
  return await tx.run(sql`
    with given as (
      select i.*, r.experiment_id from unnest(${inputs.map((i) => i.id)}::uuid[], ${of((d) => d.name)}::text[], ${of((d) => d.digest)}::text[],
        ${of((d) => d.sourceType)}::text[], ${of((d) => d.source)}::text[], ${of((d) => d.schema)}::text[], ${of((d) => d.profile)}::text[],
        ${inputs.map((i) => JSON.stringify(i.tags))}::text[])
        with ordinality as i(id, name, digest, source_type, source, schema, profile, tags, position), tracking.runs r
      where r.workspace_id = ${ws} and r.id = ${runId}
    ), known as (
      select d.id, d.name, d.digest from given join tracking.input_datasets d
        on d.workspace_id = ${ws} and d.experiment_id = given.experiment_id and d.name = given.name and d.digest = given.digest
    ), made as (
      insert into tracking.input_datasets as d (workspace_id, id, experiment_id, name, digest, source_type, source, schema, profile)
      select ${ws}, id, experiment_id, name, digest, source_type, source, schema, profile from given
      where (name, digest) not in (select name, digest from known) order by name, digest
      on conflict (workspace_id, experiment_id, name, digest) do update set name = excluded.name
      returning d.id, d.name, d.digest
    ), every_one as (select id, name, digest from known union all select id, name, digest from made)
    insert into tracking.run_datasets (workspace_id, run_id, dataset_id, tags, position)
    select ${ws}, ${runId}, e.id, given.tags::json, given.position
    from given join every_one e on e.name = given.name and e.digest = given.digest
    on conflict (workspace_id, run_id, dataset_id) do nothing`);
}

export async function linkModels(
  tx: Tx,
  ws: string,
  runId: string,
  direction: "input" | "output",
  models: readonly { modelId: string; step: number }[],
): Promise<number> {
  return await tx.run(sql`
    insert into tracking.run_models (workspace_id, run_id, direction, model_id, step, position)
    select ${ws}, ${runId}, ${direction}, model_id, step, position
    from unnest(${models.map((m) => m.modelId)}::uuid[], ${models.map((m) => m.step)}::bigint[]) with ordinality as i(model_id, step, position)
    on conflict do nothing`);
}

interface DatasetLink {
  run_id: string;
  dataset_id: string | null;
  tags: Record<string, string> | null;
  direction: "input" | "output" | null;
  model_id: string | null;
  step: number | null;
}

interface DatasetRow {
  id: string;
  name: string;
  digest: string;
  source_type: string;
  source: string;
  schema: string | null;
  profile: string | null;
}

/**
 * What each of these runs read and made, in the order it was logged; a run with nothing is absent.
 * Two statements for any number of runs: links first, then each dataset once, for its schema may weigh a megabyte.
 */
export async function linksOfRuns(tx: Tx, ws: string, runIds: readonly string[]): Promise<Map<string, RunLinks>> {
  const out = new Map<string, RunLinks>();
  if (runIds.length === 0) return out;
  const links = await tx.rows<DatasetLink>(sql`
    select run_id, dataset_id, tags, null as direction, null::uuid as model_id, null::bigint as step, logged_at, position
    from tracking.run_datasets where workspace_id = ${ws} and run_id = any(${[...runIds]}::uuid[])
    union all
    select run_id, null, null, direction, model_id, step, logged_at, position
    from tracking.run_models where workspace_id = ${ws} and run_id = any(${[...runIds]}::uuid[])
    order by run_id, logged_at, position`);
  const datasets = await datasetsOf(tx, ws, [...new Set(links.flatMap((l) => l.dataset_id ?? []))]);
  for (const link of links) {
    const of = out.get(link.run_id) ?? { inputs: { datasets: [], models: [] }, outputs: { models: [] } };
    out.set(link.run_id, of);
    const dataset = link.dataset_id === null ? undefined : datasets.get(link.dataset_id);
    if (dataset) of.inputs.datasets.push({ ...dataset, tags: link.tags ?? {} });
    if (link.model_id === null) continue;
    if (link.direction === "input") of.inputs.models.push({ modelId: link.model_id });
    else of.outputs.models.push({ modelId: link.model_id, step: link.step ?? 0 });
  }
  return out;
}

async function datasetsOf(tx: Tx, ws: string, ids: readonly string[]): Promise<Map<string, InputDataset>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.rows<DatasetRow>(sql`
    select id, name, digest, source_type, source, schema, profile from tracking.input_datasets
    where workspace_id = ${ws} and id = any(${[...ids]}::uuid[])`);
  return new Map(
    rows.map(({ id, name, digest, source_type, source, schema, profile }) => [id, { name, digest, sourceType: source_type, source, schema, profile }]),
  );
}

const contextTag = "mlflow.data.context";

/** Of each experiment, the datasets its runs read and what for; 1,000 at most. */
export async function datasetSummaries(
  tx: Tx,
  ws: string,
  experimentIds: readonly string[],
): Promise<{ experimentId: string; name: string; digest: string; context: string | null }[]> {
  return await tx.rows(sql`
    select distinct d.experiment_id as "experimentId", d.name, d.digest, l.tags ->> ${contextTag} as context
    from tracking.input_datasets d join tracking.run_datasets l on l.workspace_id = d.workspace_id and l.dataset_id = d.id
    where d.workspace_id = ${ws} and d.experiment_id = any(${[...experimentIds]}::uuid[])
    order by d.name, d.digest, context limit 1000`);
}

const readColumns = { name: "d.name", digest: "d.digest", context: `(l.tags ->> '${contextTag}')` } as const;

/** Condition on `r`, a run: it read a dataset whose name, digest or context holds the condition. */
export function runReads(ws: string, field: keyof typeof readColumns, holds: (column: Raw) => Statement): Statement {
  return sql`exists (select from tracking.run_datasets l
    join tracking.input_datasets d on d.workspace_id = l.workspace_id and d.id = l.dataset_id
    where l.workspace_id = ${ws} and l.run_id = r.id and ${holds(raw(readColumns[field]))})`;
}
