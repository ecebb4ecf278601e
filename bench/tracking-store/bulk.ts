import type { Place } from "./place.ts";

export interface Bulk {
  runs: number;
  metrics: number;
  params: number;
}

/** Distinct values of a parameter, by its number. */
export const valuesOf = [2, 5, 20, 50, 100, 500, 1000, 5000];

/** Runs with parameters, tags and metric aggregates, by SQL: indexes by value are made after the rows. */
export async function loadRuns({ owner, workspaceId, projectId }: Place, experimentId: string, { runs, metrics, params }: Bulk): Promise<void> {
  const ids = [workspaceId, projectId, experimentId];
  await owner.query("drop index if exists tracking.run_metrics_by_value");
  await owner.query(
    `insert into tracking.runs (workspace_id, id, project_id, experiment_id, name, status, kind, started_at, params, tags, created_by)
     select $1, uuidv7(), $2, $3, (array['amber','brisk','calm','deft','eager','fair','keen','lucid','quick','vivid'])[1 + i % 10] || '-' ||
         (array['badger','crane','falcon','fox','heron','lynx','otter','owl','raven','swift'])[1 + (i / 10) % 10] || '-' || i,
       (array['finished','finished','finished','running','failed'])[1 + i % 5], 'run', now() - i * interval '1 second',
       (select jsonb_object_agg('param_' || lpad(k::text, 2, '0'), 'value-' || (hashint8(i::bigint * 1000 + k) & 2147483647) % ($4::int[])[1 + k % ${valuesOf.length}])
        from generate_series(0, $5::int - 1) k),
       jsonb_build_object('team', 'team-' || i % 10, 'mlflow.user', 'user-' || i % 40, 'mlflow.source.name', 'train.py',
         'mlflow.source.git.commit', md5((i % 2000)::text)), 'Mira'
     from generate_series(1, $6::int) i`,
    [...ids, valuesOf, params, runs],
  );
  await owner.query(
    `insert into tracking.run_labels (workspace_id, kind, key, head, run_id)
     select $1, 'p', l.key, left(l.value, 64), r.id from tracking.runs r, jsonb_each_text(r.params) l where r.workspace_id = $1 and r.experiment_id = $2
     union all select $1, 't', l.key, left(l.value, 64), r.id from tracking.runs r, jsonb_each_text(r.tags) l where r.workspace_id = $1 and r.experiment_id = $2
     order by 2, 3, 4, 5`,
    [workspaceId, experimentId],
  );
  await owner.query(
    `insert into tracking.run_metrics (workspace_id, run_id, key, first_value, first_step, first_at, last_value, last_step, last_at, min_value,
       min_step, max_value, max_step, sum_value, points)
     select $1, id, key, 1, 0, now(), last, 99, now(), last / 2, 50, 1, 0, 50, 100 from (
       select r.id, 'metric_' || lpad(k::text, 4, '0') as key, random() as last from tracking.runs r, generate_series(0, $3::int - 1) k
       where r.workspace_id = $1 and r.experiment_id = $2 offset 0
     ) v`,
    [workspaceId, experimentId, metrics],
  );
  await owner.query(
    `insert into tracking.run_keys (workspace_id, experiment_id, kind, key)
     select distinct $1::uuid, $2::uuid, kind, key from tracking.run_labels where workspace_id = $1
     union select $1, $2, 'm', 'metric_' || lpad(k::text, 4, '0') from generate_series(0, $3::int - 1) k`,
    [workspaceId, experimentId, metrics],
  );
  await owner.query("create index run_metrics_by_value on tracking.run_metrics (workspace_id, key, last_value, run_id)");
  await owner.query("vacuum analyze tracking.runs, tracking.run_labels, tracking.run_metrics, tracking.run_keys");
}

/** Bytes of the tracking tables with their indexes. */
export async function sizes({ owner }: Place): Promise<string> {
  const { rows } = await owner.query<{ name: string; size: string }>(
    `select relname as name, pg_size_pretty(pg_total_relation_size(oid)) as size from pg_class
     where relnamespace = 'tracking'::regnamespace and relkind = 'r' and relname = any($1) order by pg_total_relation_size(oid) desc`,
    [["runs", "run_labels", "run_metrics", "metric_points"]],
  );
  return rows.map((r) => `${r.name} ${r.size}`).join(", ");
}
