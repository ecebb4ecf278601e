import { and, oneOf, raw, sql } from "../../db/sql.ts";
import type { JsonValue } from "../../kernel/contract/common.ts";
import type { Statement, Tx } from "../../kernel/ports.ts";
import type { Candidate, Training, TrainingStatus, Warning } from "./contract.ts";
import { higherIsBetter, labels } from "./domain/algorithms.ts";
import { ranked } from "./domain/leaderboard.ts";

type Stamp = Date | null;
type Row = Omit<Training, "candidates" | "bestRunId" | "higherIsBetter" | "createdAt" | "startedAt" | "endedAt"> & {
  revision: string;
  createdAt: Date;
  startedAt: Stamp;
  endedAt: Stamp;
  bestRunId?: string | null;
};
type CandidateRow = Omit<Candidate, "label" | "rank"> & { trainingId: string };

/** A training with the number that grows with each of its changes. */
export type Stored = { training: Training; revision: string };

const columns =
  raw(`id, project_id "projectId", name, dataset_id "datasetId", version, target, task, folds, seed, drop_columns "dropColumns", status, done, total,
  message, job_id "jobId", run_id "runId", primary_metric "primaryMetric", warnings, columns, error, revision::text, created_at "createdAt", started_at "startedAt", ended_at "endedAt"`);

export interface NewTraining {
  id: string;
  projectId: string;
  name: string;
  datasetId: string;
  version: number;
  target: string;
  task: string;
  folds: number;
  seed: number;
  dropColumns: readonly string[];
  jobId: string;
  runId: string;
  primaryMetric: string;
  warnings: readonly Warning[];
  total: number;
}

export async function insertTraining(tx: Tx, ws: string, t: NewTraining): Promise<void> {
  await tx.run(sql`insert into training.trainings
    (workspace_id, id, project_id, name, dataset_id, version, target, task, folds, seed, drop_columns, job_id, run_id, primary_metric, warnings, total, message)
    values (${ws}, ${t.id}, ${t.projectId}, ${t.name}, ${t.datasetId}, ${t.version}, ${t.target}, ${t.task}, ${t.folds}, ${t.seed}, ${JSON.stringify(t.dropColumns)}::jsonb,
      ${t.jobId}, ${t.runId}, ${t.primaryMetric}, ${JSON.stringify(t.warnings)}::jsonb, ${t.total}, 'Waiting for a worker')`);
}

export async function insertCandidate(
  tx: Tx,
  ws: string,
  trainingId: string,
  position: number,
  c: { runId: string; algorithm: string; settings: JsonValue },
): Promise<void> {
  await tx.run(sql`insert into training.candidates (workspace_id, training_id, run_id, position, algorithm, settings)
    values (${ws}, ${trainingId}, ${c.runId}, ${position}, ${c.algorithm}, ${JSON.stringify(c.settings)}::jsonb)`);
}

export async function findTraining(tx: Tx, ws: string, id: string): Promise<Stored | null> {
  const row = await tx.first<Row>(sql`select ${columns} from training.trainings where workspace_id = ${ws} and id = ${id}`);
  if (!row) return null;
  const candidates = await candidatesOf(tx, ws, id);
  return { training: whole(row, candidates), revision: row.revision };
}

/** What the pipeline's finder needs. */
export async function locateTraining(tx: Tx, ws: string, id: string): Promise<{ projectId: string; name: string; status: string } | null> {
  return await tx.first(sql`select project_id "projectId", name, status from training.trainings where workspace_id = ${ws} and id = ${id}`);
}

export interface TrainingFilter {
  projectId?: string | undefined;
  datasetId?: string | undefined;
  status?: string | undefined;
  q?: string | undefined;
  sort: "createdAt" | "name";
  order: "asc" | "desc";
  /** Sort value and id of the last row seen. */
  after: readonly unknown[] | null;
  limit: number;
}

/** One more row than asked, so that the caller knows whether there is a next page. */
export async function listTrainings(tx: Tx, ws: string, f: TrainingFilter): Promise<Training[]> {
  const order = oneOf(f.order, ["asc", "desc"]);
  const by = raw(f.sort === "name" ? "name" : "created_at");
  const cast = raw(f.sort === "name" ? "text" : "timestamptz");
  const where: Statement[] = [sql`workspace_id = ${ws}`];
  if (f.projectId) where.push(sql`project_id = ${f.projectId}`);
  if (f.datasetId) where.push(sql`dataset_id = ${f.datasetId}`);
  if (f.status) where.push(sql`status = ${f.status}`);
  if (f.q) where.push(sql`strpos(lower(name || ' ' || target), lower(${f.q})) > 0`);
  if (f.after) where.push(sql`(${by}, id) ${raw(f.order === "asc" ? ">" : "<")} (${f.after[0]}::${cast}, ${f.after[1]}::uuid)`);
  const best = raw(`(select c.run_id from training.candidates c where c.workspace_id = t.workspace_id and c.training_id = t.id and c.status = 'finished'
    order by (c.metrics ->> t.primary_metric)::float8 * case when t.primary_metric in ('rmse', 'mae', 'mape', 'log_loss') then 1 else -1 end nulls last limit 1) "bestRunId"`);
  const rows = await tx.rows<Row>(
    sql`select ${columns}, ${best} from training.trainings t where ${and(where)} order by ${by} ${order}, id ${order} limit ${f.limit + 1}`,
  );
  return rows.map((row) => ({ ...whole(row, []), bestRunId: row.bestRunId ?? null }));
}

export interface Change {
  status?: TrainingStatus;
  done?: number;
  total?: number;
  message?: string;
  warnings?: readonly Warning[];
  columns?: Training["columns"];
  error?: Training["error"];
}

/** Changes what is given; start and end times follow the status. */
export async function changeTraining(tx: Tx, ws: string, id: string, c: Change): Promise<void> {
  const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
  await tx.run(sql`update training.trainings set revision = revision + 1,
      status = coalesce(${c.status ?? null}, status), done = coalesce(${c.done ?? null}::int, done), total = coalesce(${c.total ?? null}::int, total),
      message = coalesce(${c.message ?? null}, message), warnings = coalesce(${json(c.warnings)}::jsonb, warnings), columns = coalesce(${json(c.columns)}::jsonb, columns),
      error = case when ${c.status ?? null}::text = 'running' then null else coalesce(${json(c.error)}::jsonb, error) end,
      started_at = case when ${c.status ?? null}::text = 'running' then coalesce(started_at, now()) else started_at end,
      ended_at = case when ${c.status ?? null}::text in ('finished', 'failed', 'cancelled') then now() when ${c.status ?? null}::text is not null then null else ended_at end
    where workspace_id = ${ws} and id = ${id}`);
}

export type CandidateChange = Partial<
  Pick<Candidate, "status" | "foldsDone" | "metrics" | "deviations" | "fitSeconds" | "sizeBytes" | "latencyMs" | "format" | "formatReason" | "error">
>;

export async function changeCandidate(tx: Tx, ws: string, trainingId: string, runId: string, c: CandidateChange): Promise<void> {
  await tx.run(sql`update training.candidates set
      status = coalesce(${c.status ?? null}, status), folds_done = coalesce(${c.foldsDone ?? null}::int, folds_done),
      metrics = coalesce(${c.metrics ? JSON.stringify(c.metrics) : null}::jsonb, metrics), deviations = coalesce(${c.deviations ? JSON.stringify(c.deviations) : null}::jsonb, deviations),
      fit_seconds = coalesce(${c.fitSeconds ?? null}::float8, fit_seconds), size_bytes = coalesce(${c.sizeBytes ?? null}::bigint, size_bytes),
      latency_ms = coalesce(${c.latencyMs ?? null}::float8, latency_ms), format = coalesce(${c.format ?? null}, format),
      format_reason = coalesce(${c.formatReason ?? null}, format_reason),
      error = case when ${c.status ?? null}::text = 'running' then null else coalesce(${c.error ?? null}, error) end
    where workspace_id = ${ws} and training_id = ${trainingId} and run_id = ${runId}`);
  await tx.run(sql`update training.trainings set revision = revision + 1 where workspace_id = ${ws} and id = ${trainingId}`);
}

async function candidatesOf(tx: Tx, ws: string, trainingId: string): Promise<CandidateRow[]> {
  return await tx.rows<CandidateRow>(sql`select training_id "trainingId", run_id "runId", algorithm, settings, status, folds_done "foldsDone", metrics, deviations,
      fit_seconds "fitSeconds", size_bytes::float8 "sizeBytes", latency_ms "latencyMs", format, format_reason "formatReason", error
    from training.candidates where workspace_id = ${ws} and training_id = ${trainingId} order by position`);
}

function whole(row: Row, rows: readonly CandidateRow[]): Training {
  const { revision: _revision, createdAt, startedAt, endedAt, ...rest } = row;
  const plain = rows.map(({ trainingId: _trainingId, ...candidate }) => ({ ...candidate, label: labels[candidate.algorithm], rank: null }));
  const candidates = ranked(plain, row.primaryMetric);
  return {
    ...rest,
    higherIsBetter: higherIsBetter(row.primaryMetric),
    bestRunId: candidates.find((candidate) => candidate.rank === 1)?.runId ?? null,
    candidates,
    createdAt: createdAt.toISOString(),
    startedAt: startedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
  };
}
