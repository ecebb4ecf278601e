import { randomBytes, randomUUIDv7 } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { authenticator } from "../src/capabilities/identity/authenticator.ts";
import { createKey } from "../src/capabilities/identity/contract/keys.ts";
import { sessionSecret } from "../src/capabilities/identity/domain/credentials.ts";
import { testWorkspace } from "../src/capabilities/identity/factory.ts";
import { createProject } from "../src/capabilities/projects/contract.ts";
import { startPostgres } from "../src/db/embedded/start.ts";
import { migrate } from "../src/db/migrate.ts";
import { openDatabase } from "../src/db/pool.ts";
import { invokeAny } from "../src/kernel/any.ts";
import { capabilities } from "../src/main/capabilities.ts";
import { httpHost } from "../src/main/http-host.ts";
import { createProductKernel } from "../src/main/kernel.ts";
import { silentLog } from "../src/main/log.ts";
import { startServices } from "../src/main/services.ts";
import { createHttp } from "../src/surfaces/http/app.ts";
import { bareServer } from "./bare.ts";

/** One process with both servers over one PostgreSQL with its real settings; tells its parent where they are. */
const home = await mkdtemp(join(tmpdir(), "lumina-bench-"));
const postgres = await startPostgres({ home, temporary: true });
await migrate(postgres.ownerUrl, capabilities, "lumina_app");
const database = openDatabase({ url: postgres.appUrl });
const { services, close } = startServices({ database, objects: home, python: join(import.meta.dirname, "../.venv/bin/python"), log: silentLog });
const masterKey = randomBytes(32);
const auth = authenticator({ db: database, log: silentLog, secret: sessionSecret(masterKey), secure: false });
const kernel = createProductKernel({ database, services, masterKey, signals: { wait: async () => undefined }, actorById: auth.actorById });
const app = await createHttp({ host: httpHost(kernel, auth), log: silentLog, version: "bench", plugins: [] });
await app.listen({ host: "127.0.0.1", port: 0 });
const bare = await bareServer(postgres.ownerUrl);
await bare.app.listen({ host: "127.0.0.1", port: 0 });

const { people } = await testWorkspace(database);
const run = async (name: string, input: unknown): Promise<Record<string, string>> => {
  const outcome = await invokeAny(kernel, name, people.admin, input, { surface: "rest", requestId: randomUUIDv7() });
  if (outcome.kind !== "done") throw new Error(`${name} waits`);
  return outcome.output as Record<string, string>;
};
const project = await run(createProject.name, { name: "Bench" });
const key = await run(createKey.name, { name: "bench" });
const portOf = (server: typeof app): number => {
  const address = server.server.address();
  return typeof address === "object" && address ? address.port : 0;
};

process.on("message", () => {
  void (async () => {
    await Promise.all([app.close(), bare.app.close()]);
    await Promise.all([close(), database.close(), bare.pool.end()]);
    await postgres.stop();
    await rm(home, { recursive: true, force: true });
    process.exit(0);
  })();
});
process.send?.({ url: `http://127.0.0.1:${portOf(app)}`, bareUrl: `http://127.0.0.1:${portOf(bare.app)}`, key: key.key, projectId: project.id });
