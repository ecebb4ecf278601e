import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { FastifyInstance } from "fastify";
import type * as Client from "../../clients/typescript/src/index.ts";
import { silentLog } from "../../src/main/log.ts";
import { createHttp } from "../../src/surfaces/http/app.ts";
import { world, type World } from "../harness.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const run = promisify(execFile);

describe("the TypeScript client, built to JavaScript", () => {
  let w: World;
  let http: FastifyInstance;
  let folder: string;
  let url: string;
  let built: typeof Client;
  let client: Client.LuminaClient;
  let cut = 0;

  before(async () => {
    w = await world();
    folder = mkdtempSync(join(tmpdir(), "lumina-client-"));
    await run(join(root, "node_modules/.bin/tsc"), ["-p", join(root, "clients/typescript/tsconfig.json"), "--outDir", folder]);
    built = (await import(pathToFileURL(join(folder, "index.js")).href)) as typeof Client;
    const host = {
      kernel: w.kernel,
      authenticate: async (request: { headers: { authorization?: string | undefined } }) => (request.headers.authorization === "Bearer good" ? w.actor : null),
    };
    http = await createHttp({ host, log: silentLog, version: "1.0.0", plugins: [] });
    await http.listen({ host: "127.0.0.1", port: 0 });
    url = `http://127.0.0.1:${(http.server.address() as AddressInfo).port}`;
    // Answers get lost on the way as often as a test says.
    const losing: typeof fetch = async (...call) => {
      const answer = await fetch(...call);
      if (cut === 0) return answer;
      cut -= 1;
      throw new TypeError("connection lost");
    };
    client = new built.LuminaClient({ url, key: "good", fetch: losing });
  });
  after(async () => {
    await http?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  test("operations are methods of their nouns; lists are read page by page", async () => {
    const { api } = client;
    for (const depth of [1, 2, 3]) await api.runs.create({ projectId: w.projectId, name: `depth ${depth}`, params: { depth: String(depth) } });
    const names: string[] = [];
    for await (const found of client.pages((page) => api.runs.list({ projectId: w.projectId, sort: "name", order: "asc", limit: 2, ...page })))
      names.push(found.name);
    assert.deepEqual(names, ["depth 1", "depth 2", "depth 3"]);
    const { items } = await api.runs.search({ projectId: w.projectId, filter: "params.depth = '2'" });
    assert.deepEqual(
      items.map((r) => r.name),
      ["depth 2"],
    );
  });

  test("a write whose answer was lost is sent again and happens once", async () => {
    cut = 2;
    const made = await client.api.experiments.create({ projectId: w.projectId, name: "once" });
    assert.equal(made.name, "once");
    assert.equal((await client.api.experiments.list({ projectId: w.projectId, name: "once" })).items.length, 1);
  });

  test("a refusal carries code, detail and fix; an unknown key and a server that is away are told apart", async () => {
    await assert.rejects(client.api.runs.get({ runId: w.projectId }), (error: unknown) => {
      assert.ok(error instanceof built.LuminaError);
      assert.equal(error.problem.code, "not_found");
      assert.ok(error.problem.fix.length > 0 && error.problem.requestId.length > 0);
      return true;
    });
    await assert.rejects(new built.LuminaClient({ url, key: "bad" }).api.profile.get(), { message: /sign in|key/i });
    const away = new built.LuminaClient({ url: "http://127.0.0.1:9", key: "good", retries: 0 });
    await assert.rejects(away.api.profile.get(), (error: unknown) => error instanceof built.Unreachable);
  });

  test("files go up and come down whole", async () => {
    const { api } = client;
    const { id: runId } = await api.runs.create({ projectId: w.projectId });
    const bytes = new Uint8Array(2_000_000).map((_, i) => i % 251);
    await api.runs.uploadArtifact(bytes, { runId, path: "data/x.bin" });
    const back = new Uint8Array(await (await api.runs.downloadArtifact({ runId, path: "data/x.bin" })).arrayBuffer());
    assert.deepEqual(Buffer.compare(Buffer.from(bytes), Buffer.from(back)), 0);
  });

  test("a watch yields changes until the server ends it", async () => {
    const { api } = client;
    const { id: runId } = await api.runs.create({ projectId: w.projectId });
    const seen: string[] = [];
    for await (const { run: now } of api.runs.watch({ runId })) {
      seen.push(now.status);
      if (seen.length === 1) await api.runs.update({ runId, status: "finished" });
    }
    assert.deepEqual([seen[0], seen.at(-1)], ["running", "finished"]);
  });
});

test("both clients say what the operations say", async () => {
  await run(process.execPath, ["scripts/clients.ts", "--check"], { cwd: root });
});
