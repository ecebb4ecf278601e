import { execFileSync, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { measure, table } from "./load.ts";
import { freePort } from "../src/db/embedded/ports.ts";
import { answers, startProduct, type Product } from "./product.ts";

const root = join(import.meta.dirname, "..");
const python = join(root, ".venv-clients/bin/python");
const environment = {
  ...process.env,
  PYTHONPATH: join(root, "trainer"),
  // The scorer is started by name.
  PATH: `${join(root, ".venv-clients/bin")}:${process.env.PATH ?? ""}`,
  MLFLOW_DISABLE_TELEMETRY: "true",
  DO_NOT_TRACK: "true",
};
const seconds = process.argv.includes("--full") ? 30 : 5;

/** Trains a forest of 200 trees on the bundled breast cancer table, deploys it with the durable log, answers its pipeline. */
async function forest({ client, projectId }: Product) {
  const { api } = client;
  const { dataset } = await api.datasets.addSample({ projectId, sample: "breast-cancer" });
  const { trainingId } = await api.training.start({
    projectId,
    datasetId: dataset.id,
    target: "diagnosis",
    task: "classification",
    algorithms: ["random_forest"],
    folds: 2,
  });
  let training = await api.training.get({ trainingId });
  while (training.status === "queued" || training.status === "running") {
    await new Promise((done) => setTimeout(done, 500));
    training = await api.training.get({ trainingId });
  }
  const candidate = training.candidates[0];
  if (candidate?.status !== "finished" || candidate.format !== "onnx" || training.bestRunId === null) throw new Error(JSON.stringify(training));
  const model = await api.models.register({ projectId, name: "forest", runId: training.bestRunId });
  const { deployment } = await api.deployments.create({ projectId, name: "forest", modelId: model.modelId, environment: "staging", log: "durable" });
  const preview = await api.datasets.preview({ datasetId: dataset.id, limit: 1 });
  const row = Object.fromEntries(Object.entries(preview.items[0] ?? {}).filter(([name]) => name !== "diagnosis"));
  const pipeline = await (await api.runs.downloadArtifact({ runId: training.bestRunId, path: "model/native.joblib" })).arrayBuffer();
  return { deploymentId: deployment.id, row, pipeline, trees: candidate.settings["n_estimators"], api };
}

const product = await startProduct();
const folder = await mkdtemp(join(tmpdir(), "lumina-peer-"));
let peer: ReturnType<typeof spawn> | null = null;
try {
  const { deploymentId, row, pipeline, trees } = await forest(product);
  await writeFile(join(folder, "pipeline.joblib"), Buffer.from(pipeline));
  execFileSync(python, [join(import.meta.dirname, "serving/peer.py"), join(folder, "pipeline.joblib"), join(folder, "model")], {
    env: environment,
    stdio: "ignore",
  });
  const port = await freePort();
  const words = ["-m", "mlflow", "models", "serve", "-m", join(folder, "model"), "-p", String(port), "--env-manager", "local"];
  peer = spawn(python, words, { env: environment, stdio: ["ignore", "ignore", "inherit"], detached: true });
  await answers(`http://127.0.0.1:${port}/ping`, 90_000);

  const json = { "content-type": "application/json" };
  const ours = {
    url: product.url,
    path: `/api/v1/deployments/${deploymentId}/predict`,
    body: JSON.stringify({ rows: [row] }),
    headers: { ...json, authorization: `Bearer ${product.key}` },
  };
  const theirs = {
    url: `http://127.0.0.1:${port}`,
    path: "/invocations",
    body: JSON.stringify({ dataframe_split: { columns: Object.keys(row), data: [Object.values(row)] } }),
    headers: json,
  };
  const ask = async (side: typeof theirs): Promise<string> =>
    await (await fetch(`${side.url}${side.path}`, { method: "POST", headers: side.headers, body: side.body })).text();
  console.log(
    `The same forest of ${trees} trees, one row: LuminaOps ${(await ask(ours)).slice(0, 200)}\n  mlflow models serve ${(await ask(theirs)).slice(0, 200)}\n`,
  );

  const lines: (string | number)[][] = [];
  for (const connections of [1, 8, 32]) {
    const of = async (side: typeof theirs) =>
      await measure({ url: side.url, connections, seconds, requests: [{ method: "POST", path: side.path, body: side.body }], headers: side.headers });
    const they = await of(theirs);
    const we = await of(ours);
    lines.push([
      connections,
      we.perSecond,
      we.p99Ms,
      they.perSecond,
      they.p99Ms,
      `${Math.round(we.perSecond / Math.max(they.perSecond, 0.1))} ×`,
      we.failed + they.failed,
    ]);
  }
  console.log(`One-row predictions over HTTP, ours with the durable log; ${cpus().length} cores shared by all; ${seconds} s each, one side at a time.\n`);
  console.log(table(["connections", "LuminaOps /s", "p99 ms", "mlflow models serve /s", "p99 ms", "ratio", "failed"], lines));
} finally {
  if (peer?.pid && peer.exitCode === null) process.kill(-peer.pid, "SIGTERM");
  await product.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);
