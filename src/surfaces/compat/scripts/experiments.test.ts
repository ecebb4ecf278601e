import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import Fastify, { type FastifyInstance } from "fastify";
import { world, type World } from "../../../../tests/harness.ts";
import { createProject } from "../../../capabilities/projects/contract.ts";
import { logMetrics } from "../../../capabilities/tracking/contract/metrics.ts";
import { createRun, updateRun } from "../../../capabilities/tracking/contract/runs.ts";
import { problemOf } from "../../http/problem.ts";
import { scriptsPlugin } from "./plugin.ts";

let app: FastifyInstance;
let w: World;
before(async () => {
  w = await world();
  app = Fastify();
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error, request.id);
    return reply.code(problem.status).send(problem);
  });
  scriptsPlugin(app, {
    kernel: w.kernel,
    authenticate: async (request) => (request.headers.authorization === "Bearer good" ? { ...w.actor, defaultProjectId: w.projectId } : null),
  });
});
after(() => app.close());

async function get(url: string, key = "good"): Promise<{ status: number; body: Record<string, never> }> {
  const answer = await app.inject({ method: "GET", url, headers: { authorization: `Bearer ${key}` } });
  return { status: answer.statusCode, body: answer.json() as Record<string, never> };
}

async function aRun(name: string, rmse: number): Promise<string> {
  const { id } = await w.call(createRun, { projectId: w.projectId, name, params: { epochs: "5" } });
  await w.call(logMetrics, {
    runId: id,
    metrics: [
      { key: "rmse", value: rmse },
      { key: "own", value: 1 },
    ],
  });
  return id;
}

test("experiments of scripts are runs, newest first, in the shape they read", async () => {
  const first = await aRun("first", 0.5);
  const second = await aRun("second", 0.4);
  await w.call(updateRun, { runId: first, status: "finished" });
  await w.call(updateRun, { runId: second, status: "failed", error: "out of memory" });
  const listed = await get("/api/experiments?limit=2");
  const experiments = listed.body["experiments"] as unknown as { id: string; status: string }[];
  assert.deepEqual(
    experiments.map((e) => [e.id, e.status]),
    [
      [second, "failed"],
      [first, "completed"],
    ],
  );
  const { body } = await get(`/api/experiments/${first}`);
  const { timestamp, completed_at: completedAt, ...shown } = body as unknown as Record<string, unknown>;
  assert.deepEqual(shown, {
    id: first,
    experiment_name: "first",
    status: "completed",
    parameters: { epochs: "5" },
    metrics: { precision_at_10: null, recall_at_10: null, f1_score: null, rmse: 0.5, mae: null, ndcg_at_10: null, train_loss: null, val_loss: null, own: 1 },
    mlflow_run_id: first.replaceAll("-", ""),
    wandb_run_id: null,
  });
  assert.ok(Date.parse(String(completedAt)) >= Date.parse(String(timestamp)));
  const compared = (await get(`/api/metrics/comparison?experiment_ids=${first},${second}`)).body as unknown as { comparison: Record<string, object> };
  assert.deepEqual(compared.comparison["rmse"], { [first]: 0.5, [second]: 0.4 });
});

test("another project's runs are listed by its name, and pages go on", async () => {
  const { id: projectId } = await w.call(createProject, { name: "Elsewhere" });
  const { id } = await w.call(createRun, { projectId, name: "there" });
  const there = (await get("/api/experiments?project=Elsewhere")).body as unknown as { experiments: { id: string }[]; next_cursor: null };
  assert.deepEqual([there.experiments.map((e) => e.id), there.next_cursor], [[id], null]);
  await aRun("third", 1);
  const one = (await get("/api/experiments?limit=1")).body as unknown as { experiments: { id: string }[]; next_cursor: string };
  const two = (await get(`/api/experiments?limit=1&cursor=${encodeURIComponent(one.next_cursor)}`)).body as unknown as { experiments: { id: string }[] };
  assert.notEqual(one.experiments[0]?.id, two.experiments[0]?.id);
});

test("what cannot be answered says what to do", async () => {
  const cases: [url: string, status: number, sentence: RegExp, key?: string][] = [
    ["/api/experiments?limit=0", 422, /limit/],
    ["/api/experiments?project=Nowhere", 404, /There is no project Nowhere/],
    ["/api/experiments/not-an-id", 422, /runId/],
    [`/api/experiments/0198c000-0000-7000-8000-000000000000`, 404, /There is no run/],
    ["/api/metrics/comparison?experiment_ids=a", 422, /names 1 experiments/],
    ["/api/metrics/comparison", 422, /experiment_ids/],
    ["/api/experiments", 401, /needs a signed-in person/, "bad"],
  ];
  for (const [url, status, sentence, key] of cases) {
    const { status: got, body } = await get(url, key);
    assert.equal(got, status, `${url} ${JSON.stringify(body)}`);
    assert.match(String(body["detail"]), sentence);
    assert.ok(String(body["fix"]).length > 8);
  }
});
