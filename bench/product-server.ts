import { randomBytes, randomUUIDv7 } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { authenticator } from "../src/capabilities/identity/authenticator.ts";
import { createKey } from "../src/capabilities/identity/contract/keys.ts";
import { sessionSecret } from "../src/capabilities/identity/domain/credentials.ts";
import { testWorkspace } from "../src/capabilities/identity/factory.ts";
import { createProject } from "../src/capabilities/projects/contract.ts";
import { registerModel } from "../src/capabilities/registry/contract/versions.ts";
import { createDeployment } from "../src/capabilities/serving/contract.ts";
import { logArtifact } from "../src/capabilities/tracking/contract/artifacts.ts";
import { createRun, updateRun } from "../src/capabilities/tracking/contract/runs.ts";
import { startPostgres } from "../src/db/embedded/start.ts";
import { migrate } from "../src/db/migrate.ts";
import { openDatabase } from "../src/db/pool.ts";
import { invokeAny } from "../src/kernel/any.ts";
import type { OutputOf, Spec, ObjectSchema } from "../src/kernel/contract/operation.ts";
import { capabilities } from "../src/main/capabilities.ts";
import { httpHost } from "../src/main/http-host.ts";
import { createProductKernel } from "../src/main/kernel.ts";
import { silentLog } from "../src/main/log.ts";
import { startServices } from "../src/main/services.ts";
import { invocationsPlugin } from "../src/surfaces/compat/invocations/plugin.ts";
import { v2Plugin } from "../src/surfaces/compat/v2/plugin.ts";
import { createHttp } from "../src/surfaces/http/app.ts";
import { bareServer } from "./bare.ts";

/**
 * The product's server and the bare yardstick over one PostgreSQL with its real settings, with a durable and a relaxed
 * deployment of one model; a process of its own, so that the load does not share its event loop.
 */
const home = await mkdtemp(join(tmpdir(), "lumina-bench-"));
const postgres = await startPostgres({ home, temporary: true });
await migrate(postgres.ownerUrl, capabilities, "lumina_app");
const database = openDatabase({ url: postgres.appUrl });
const masterKey = randomBytes(32);
const { services, close } = startServices({
  database,
  masterKey,
  allowTargets: [],
  objects: { kind: "folder", root: home },
  python: join(import.meta.dirname, "../.venv/bin/python"),
  log: silentLog,
});
const auth = authenticator({ db: database, log: silentLog, secret: sessionSecret(masterKey), secure: false });
const kernel = createProductKernel({ database, services, masterKey, signals: { wait: async () => undefined }, actorById: auth.actorById });
const app = await createHttp({ host: httpHost(kernel, auth), log: silentLog, version: "bench", plugins: [v2Plugin, invocationsPlugin] });
await app.listen({ host: "127.0.0.1", port: 0 });

const { people, workspaceId } = await testWorkspace(database);
async function run<S extends Spec<ObjectSchema, ObjectSchema>>(spec: S | { name: string }, input: unknown): Promise<OutputOf<S>> {
  const outcome = await invokeAny(kernel, spec.name, people.admin, input, { surface: "rest", requestId: randomUUIDv7() });
  if (outcome.kind !== "done") throw new Error(`${spec.name} waits`);
  return outcome.output as OutputOf<S>;
}

const project = await run<typeof createProject>(createProject, { name: "Bench" });
const tracked = await run<typeof createRun>(createRun, { projectId: project.id });
const folder = new URL("../src/capabilities/registry/fixtures/survival-1/", import.meta.url);
for (const name of ["model.onnx", "signature.json", "gate.json", "reference.json"]) {
  const stored = await services.objects.putContent(workspaceId, await readFile(new URL(name, folder)));
  await run(logArtifact, { runId: tracked.id, path: `model/${name}`, ...stored });
}
const native = await services.objects.putContent(workspaceId, "native");
await run(logArtifact, { runId: tracked.id, path: "model/native.joblib", ...native });
await run(updateRun, { runId: tracked.id, status: "finished" });
const model = await run<typeof registerModel>(registerModel, { projectId: project.id, name: "survival", runId: tracked.id });
const deploy = async (log: string): Promise<string> =>
  (await run<typeof createDeployment>(createDeployment, { projectId: project.id, name: log, modelId: model.modelId, log })).deployment.id;
const deployments = { durable: await deploy("durable"), relaxed: await deploy("relaxed") };
const { key } = await run<typeof createKey>(createKey, { name: "bench" });
const bare = await bareServer(postgres.ownerUrl, new URL("model.onnx", folder).pathname);
await bare.app.listen({ host: "127.0.0.1", port: 0 });
const urlOf = (server: typeof app): string => {
  const address = server.server.address();
  return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
};

process.on("message", () => {
  void (async () => {
    const rows = await database.transaction(workspaceId, {}, (tx) =>
      tx.rows<{ n: number }>({ text: "select count(*) as n from serving.predictions", values: [] }),
    );
    process.send?.({ logged: rows[0]?.n ?? 0 });
    await Promise.all([app.close(), bare.app.close()]);
    await Promise.all([close(), database.close(), bare.pool.end()]);
    await postgres.stop();
    await rm(home, { recursive: true, force: true });
    process.exit(0);
  })();
});
process.send?.({ url: urlOf(app), bareUrl: urlOf(bare.app), key, projectId: project.id, deployments });
