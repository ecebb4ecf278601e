import pg from "pg";
import { runningUrl } from "../../src/db/embedded/running.ts";

export interface ManyRuns {
  workspaceId: string;
  projectId: string;
  experimentId: string;
  runs: number;
}

/** Runs `many-1` … with two metrics and two parameters, by SQL in the workspace. */
export async function loadManyRuns(home: string, { workspaceId, projectId, experimentId, runs }: ManyRuns): Promise<void> {
  const client = new pg.Client({ connectionString: runningUrl(home) });
  await client.connect();
  try {
    await client.query("select set_config('lumina.workspace', $1, false)", [workspaceId]);
    await client.query(
      `insert into tracking.runs (workspace_id, id, project_id, experiment_id, name, status, kind, started_at, ended_at, params, created_by)
       select $1, uuidv7(), $2, $3, 'many-' || i, 'finished', 'run', now() - i * interval '1 second', now(),
         jsonb_build_object('depth', (i % 10)::text, 'seed', (i % 5)::text), 'Mira' from generate_series(1, $4::int) i`,
      [workspaceId, projectId, experimentId, runs],
    );
    await client.query(
      `insert into tracking.run_labels (workspace_id, kind, key, head, run_id)
       select $1, 'p', l.key, l.value, r.id from tracking.runs r, jsonb_each_text(r.params) l where r.workspace_id = $1 and r.experiment_id = $2`,
      [workspaceId, experimentId],
    );
    await client.query(
      `insert into tracking.run_metrics (workspace_id, run_id, key, first_value, first_step, first_at, last_value, last_step, last_at,
         min_value, min_step, max_value, max_step, sum_value, points)
       select $1, r.id, k, 1, 0, now(), random(), 9, now(), 0, 5, 1, 0, 5, 10 from tracking.runs r, unnest(array['loss', 'accuracy']) k
       where r.workspace_id = $1 and r.experiment_id = $2`,
      [workspaceId, experimentId],
    );
    await client.query(
      `insert into tracking.run_keys (workspace_id, experiment_id, kind, key)
       values ($1, $2, 'm', 'loss'), ($1, $2, 'm', 'accuracy'), ($1, $2, 'p', 'depth'), ($1, $2, 'p', 'seed')`,
      [workspaceId, experimentId],
    );
  } finally {
    await client.end();
  }
}
