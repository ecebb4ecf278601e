import type pg from "pg";

/** One server that speaks MLflow's REST dialect. */
export interface Side {
  name: string;
  url: string;
  headers: Record<string, string>;
}

const base = "/api/2.0/mlflow";

export async function ask(side: Side, method: "GET" | "POST", path: string, input: Record<string, unknown>): Promise<Record<string, unknown>> {
  const query = new URLSearchParams(Object.entries(input).map(([k, v]): [string, string] => [k, String(v)]));
  const response = await fetch(method === "GET" ? `${side.url}${base}/${path}?${query}` : `${side.url}${base}/${path}`, {
    method,
    headers: side.headers,
    ...(method === "POST" && { body: JSON.stringify(input) }),
  });
  if (!response.ok) throw new Error(`${side.name} ${path}: ${response.status} ${(await response.text()).slice(0, 300)}`);
  return (await response.json()) as Record<string, unknown>;
}

export async function newExperiment(side: Side, name: string): Promise<string> {
  return String((await ask(side, "POST", "experiments/create", { name }))["experiment_id"]);
}

export async function newRun(side: Side, experimentId: string, startTime = Date.now()): Promise<string> {
  const { run } = (await ask(side, "POST", "runs/create", { experiment_id: experimentId, start_time: startTime })) as { run: { info: { run_id: string } } };
  return run.info.run_id;
}

const start = 1_760_000_000_000;
const number = (i: number, k: number): number => ((i * 7919 + k * 104_729) % 100_003) / 100_003;

export interface Filling {
  experimentId: string;
  /** A run with one metric of 100,000 points. */
  longRunId: string;
}

/** Runs of 20 metrics and 20 parameters and a history of 100,000 points, by the dialect itself. */
export async function fill(side: Side, runs: number): Promise<Filling> {
  const experimentId = await newExperiment(side, `filled ${runs}`);
  const batch = 16;
  for (let from = 0; from < runs; from += batch)
    await Promise.all(
      Array.from({ length: Math.min(batch, runs - from) }, async (_, n) => {
        const i = from + n;
        const run_id = await newRun(side, experimentId, start + i * 1000);
        await ask(side, "POST", "runs/log-batch", {
          run_id,
          metrics: Array.from({ length: 20 }, (_unused, k) => ({ key: `metric_${k}`, value: number(i, k), timestamp: start, step: 0 })),
          params: Array.from({ length: 20 }, (_unused, k) => ({ key: `param_${k}`, value: `value-${(i * (k + 3)) % 50}` })),
          tags: [{ key: "team", value: `team-${i % 10}` }],
        });
      }),
    );
  const longRunId = await newRun(side, experimentId, start - 1000);
  for (let from = 0; from < 100_000; from += 1000)
    await ask(side, "POST", "runs/log-batch", {
      run_id: longRunId,
      metrics: Array.from({ length: 1000 }, (_, i) => ({ key: "long", value: Math.sin(from + i), timestamp: start + from + i, step: from + i })),
    });
  return { experimentId, longRunId };
}

/** The same for the peer, into its tables: by its own API it would take a quarter of an hour. */
export async function fillPeer(side: Side, database: pg.Client, runs: number): Promise<Filling> {
  const experimentId = await newExperiment(side, `filled ${runs}`);
  const idOf = (i: string): string => `md5('run ${experimentId} ' || ${i})`;
  await database.query(
    `insert into runs (run_uuid, name, source_type, source_name, entry_point_name, user_id, status, start_time, source_version, lifecycle_stage, artifact_uri, experiment_id)
     select ${idOf("i")}, 'run-' || i, 'UNKNOWN', '', '', '', 'RUNNING', $1::bigint + i * 1000, '', 'active', 'mlflow-artifacts:/' || $2 || '/' || ${idOf("i")} || '/artifacts', $2::int
     from generate_series(0, $3::int) i`,
    [start, experimentId, runs],
  );
  await database.query(
    `insert into tags (key, value, run_uuid) select 'mlflow.runName', 'run-' || i, ${idOf("i")} from generate_series(0, $1::int) i
     union all select 'team', 'team-' || i % 10, ${idOf("i")} from generate_series(0, $1::int - 1) i`,
    [runs],
  );
  await database.query(
    `insert into params (key, value, run_uuid) select 'param_' || k, 'value-' || (i * (k + 3)) % 50, ${idOf("i")}
     from generate_series(0, $1::int - 1) i, generate_series(0, 19) k`,
    [runs],
  );
  for (const table of ["metrics", "latest_metrics"])
    await database.query(
      `insert into ${table} (key, value, timestamp, step, is_nan, run_uuid)
       select 'metric_' || k, ((i::bigint * 7919 + k * 104729) % 100003) / 100003.0, $2::bigint, 0, false, ${idOf("i")}
       from generate_series(0, $1::int - 1) i, generate_series(0, 19) k`,
      [runs, start],
    );
  await database.query(
    `insert into metrics (key, value, timestamp, step, is_nan, run_uuid) select 'long', sin(i), $2::bigint + i, i, false, ${idOf("$1::int")}
     from generate_series(0, 99999) i`,
    [runs, start],
  );
  await database.query(
    `insert into latest_metrics (key, value, timestamp, step, is_nan, run_uuid) values ('long', sin(99999), $2::bigint + 99999, 99999, false, ${idOf("$1::int")})`,
    [runs, start],
  );
  await database.query("analyze");
  const { rows } = await database.query<{ id: string }>(`select ${idOf("$1::int")} as id`, [runs]);
  return { experimentId, longRunId: rows[0]?.id ?? "" };
}
