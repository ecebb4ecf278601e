import { prepared, sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";
import { changes, head, type LabelChange } from "../domain/labels.ts";

/** A run as those who change it see it. */
export interface LockedRun {
  id: string;
  projectId: string;
  experimentId: string;
  name: string;
  params: Record<string, string>;
  tags: Record<string, string>;
  deletedAt: Date | null;
}

/** Locks runs against changes of their parameters and tags, in one order for all. */
export async function lockRuns(tx: Tx, ws: string, ids: readonly string[]): Promise<Map<string, LockedRun>> {
  const rows = await tx.rows<LockedRun>(
    prepared(
      "tracking.lockRuns",
      sql`
    select id, project_id as "projectId", experiment_id as "experimentId", name, params, tags, deleted_at as "deletedAt"
    from tracking.runs where workspace_id = ${ws} and id = any(${[...ids]}::uuid[]) order by id for update`,
    ),
  );
  return new Map(rows.map((r) => [r.id, r]));
}

/** Adds and replaces parameters and tags, and keeps the index of values and the list of keys beside them. */
export async function writeLabels(tx: Tx, ws: string, all: readonly LabelChange[]): Promise<void> {
  if (all.length === 0) return;
  const byRun = Map.groupBy(all, (c) => c.runId);
  const ids = [...byRun.keys()];
  const set = (kind: string): string[] =>
    ids.map((id) =>
      JSON.stringify(Object.fromEntries((byRun.get(id) ?? []).flatMap((c) => (c.kind === kind && c.after !== undefined ? [[c.key, c.after]] : [])))),
    );
  const gone = (kind: string): string[] =>
    ids.map((id) => JSON.stringify((byRun.get(id) ?? []).flatMap((c) => (c.kind === kind && c.after === undefined ? [c.key] : []))));
  await tx.run(
    prepared(
      "tracking.setLabels",
      sql`
    update tracking.runs r set updated_at = now(),
      params = (r.params - array(select jsonb_array_elements_text(i.params_gone::jsonb))) || i.params::jsonb,
      tags = (r.tags - array(select jsonb_array_elements_text(i.tags_gone::jsonb))) || i.tags::jsonb
    from unnest(${ids}::uuid[], ${set("p")}::text[], ${set("t")}::text[], ${gone("p")}::text[], ${gone("t")}::text[])
      as i(id, params, tags, params_gone, tags_gone)
    where r.workspace_id = ${ws} and r.id = i.id`,
    ),
  );
  await indexLabels(tx, ws, all);
}

/** Sets the parameters to exactly these; for clients whose configuration may change. */
export async function replaceParams(tx: Tx, ws: string, runId: string, params: Readonly<Record<string, string>>): Promise<void> {
  const run = (await lockRuns(tx, ws, [runId])).get(runId);
  if (!run) return;
  const gone = Object.entries(run.params).flatMap(([key, before]): LabelChange[] =>
    Object.hasOwn(params, key) ? [] : [{ runId, experimentId: run.experimentId, kind: "p", key, before, after: undefined }],
  );
  await writeLabels(tx, ws, [...gone, ...changes(run, "p", run.params, params)]);
}

async function indexLabels(tx: Tx, ws: string, all: readonly LabelChange[]): Promise<void> {
  const moved = all.filter((c) => (c.before === undefined ? undefined : head(c.before)) !== (c.after === undefined ? undefined : head(c.after)));
  if (moved.length === 0) return;
  const old = moved.filter((c) => c.before !== undefined);
  const fresh = moved.filter((c) => c.after !== undefined);
  if (old.length > 0)
    await tx.run(
      prepared(
        "tracking.dropLabels",
        sql`
      delete from tracking.run_labels l
      using unnest(${old.map((c) => c.kind)}::"char"[], ${old.map((c) => c.key)}::text[], ${old.map((c) => head(c.before ?? ""))}::text[],
        ${old.map((c) => c.runId)}::uuid[]) as i(kind, key, head, run_id)
      where l.workspace_id = ${ws} and l.kind = i.kind and l.key = i.key and l.head = i.head and l.run_id = i.run_id`,
      ),
    );
  if (fresh.length > 0)
    await tx.run(
      prepared(
        "tracking.indexLabels",
        sql`
      with i as (
        select * from unnest(${fresh.map((c) => c.kind)}::"char"[], ${fresh.map((c) => c.key)}::text[], ${fresh.map((c) => head(c.after ?? ""))}::text[],
          ${fresh.map((c) => c.runId)}::uuid[], ${fresh.map((c) => c.experimentId)}::uuid[]) as i(kind, key, head, run_id, experiment_id)
      ), made as (
        insert into tracking.run_labels (workspace_id, kind, key, head, run_id)
        select ${ws}, kind, key, head, run_id from i on conflict do nothing
      )
      insert into tracking.run_keys (workspace_id, experiment_id, kind, key)
      select distinct ${ws}::uuid, experiment_id, kind, key from i order by experiment_id, kind, key on conflict do nothing`,
      ),
    );
}
