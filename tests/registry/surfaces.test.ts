import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { FastifyInstance } from "fastify";
import { sql } from "../../src/db/sql.ts";
import type { Actor } from "../../src/kernel/ports.ts";
import { createRegistry } from "../../src/kernel/registry.ts";
import { capabilities } from "../../src/main/capabilities.ts";
import { silentLog } from "../../src/main/log.ts";
import { commandsOf, type OpenApi } from "../../src/surfaces/cli/document.ts";
import { createHttp } from "../../src/surfaces/http/app.ts";
import { toolsOf } from "../../src/surfaces/tools/tools.ts";
import { world, type World } from "../harness.ts";
import { greetingsCapability } from "./fixtures/greetings/capability.ts";
import { auditCount } from "./rows.ts";

const cli = fileURLToPath(new URL("../../src/main/cli.ts", import.meta.url));
const name = "greetings.sendOne";

describe("an operation in a folder of its own is on every surface, and no other file knows it", () => {
  const registry = createRegistry([...capabilities, greetingsCapability]);
  let w: World;
  let http: FastifyInstance;
  let home: string;

  before(async () => {
    w = await world();
    const other = await w.outsider();
    const actors = new Map<string, Actor>([
      ["admin", w.actor],
      ["viewer", w.as("viewer").actor],
      ["outsider", other.actor],
    ]);
    http = await createHttp({
      host: {
        kernel: { ...w.kernel, registry },
        authenticate: async (request) => actors.get(request.headers.authorization?.replace("Bearer ", "") ?? "") ?? null,
      },
      log: silentLog,
      version: "1.0.0",
      plugins: [],
    });
    await http.listen({ host: "127.0.0.1", port: 0 });
    home = mkdtempSync(join(tmpdir(), "lumina-surfaces-"));
  });

  after(async () => {
    await http?.close();
    if (home) rmSync(home, { recursive: true, force: true });
  });

  const post = async (as: string | null, projectId: string, body: object): Promise<{ status: number; body: Record<string, unknown> }> => {
    const answer = await http.inject({
      method: "POST",
      url: `/api/v1/projects/${projectId}/greetings`,
      headers: as === null ? {} : { authorization: `Bearer ${as}` },
      payload: body,
    });
    return { status: answer.statusCode, body: answer.json() };
  };

  const lumina = (as: string, ...words: string[]): Promise<{ code: number; out: string; err: string }> =>
    new Promise((resolve) => {
      const { port } = http.server.address() as AddressInfo;
      const environment = { PATH: process.env["PATH"], LUMINA_HOME: home, LUMINA_URL: `http://127.0.0.1:${port}`, LUMINA_KEY: as };
      execFile(process.execPath, [cli, ...words], { env: environment }, (error, out, err) =>
        resolve({ code: error === null ? 0 : Number(error.code), out, err }),
      );
    });

  test("REST answers it, and the audit log has it, without what it hides", async () => {
    const answer = await post("admin", w.projectId, { name: "Ada", times: 2, whisper: "secret" });
    assert.deepEqual(answer, { status: 200, body: { text: "Hello Ada, Hello Ada" } });
    assert.equal(await auditCount(w.workspaceId, name, "done"), 1);
    const [payload] = await w.sql((tx) =>
      tx.rows<{ input: object }>(sql`
        select p.input from governance.audit_payloads p join governance.audit a on a.workspace_id = p.workspace_id and a.id = p.audit_id
        where a.workspace_id = ${w.workspaceId} and a.operation = ${name}`),
    );
    assert.deepEqual(payload?.input, { projectId: w.projectId, name: "Ada", times: 2, whisper: "[redacted]" });
  });

  test("REST refuses it like every other: nobody, a missing right, another workspace, bad input", async () => {
    const before = await auditCount(w.workspaceId, name, "refused");
    assert.equal((await post(null, w.projectId, { name: "Ada" })).status, 401);
    const forbidden = await post("viewer", w.projectId, { name: "Ada" });
    assert.deepEqual([forbidden.status, forbidden.body["code"], forbidden.body["missing"]], [403, "forbidden", "project:write"]);
    assert.equal((await post("outsider", w.projectId, { name: "Ada" })).status, 404);
    const bad = await post("admin", w.projectId, { name: "", times: 9 });
    assert.equal(bad.status, 422);
    assert.deepEqual((bad.body["fields"] as { path: string }[]).map((field) => field.path).toSorted(), ["name", "times"]);
    assert.equal(await auditCount(w.workspaceId, name, "refused"), before + 1, "the missing right");
    assert.equal(await auditCount((await w.outsider()).workspaceId, name, "refused"), 1, "the other workspace's own log");
  });

  test("OpenAPI documents it with its refusals", async () => {
    const document = (await http.inject("/api/openapi.json")).json() as OpenApi & { paths: Record<string, Record<string, { responses: object }>> };
    const operation = document.paths["/api/v1/projects/{projectId}/greetings"]?.["post"];
    assert.equal(operation?.operationId, name);
    assert.deepEqual(Object.keys(operation.responses), ["200", "202", "401", "403", "404", "409", "413", "422", "429", "500", "503"]);
    const command = commandsOf(document).find((c) => c.name === name);
    assert.deepEqual([command?.noun, command?.verb, command?.positional], ["greetings", "send-one", ["projectId", "name"]]);
  });

  test("the command line runs it, finds the project by name, and says a refusal with its fix", async () => {
    const done = await lumina("admin", "greetings", "send-one", "Titanic", "Ada", "--json");
    assert.deepEqual([done.code, JSON.parse(done.out)], [0, { text: "Hello Ada" }], done.err);
    assert.match((await lumina("admin", "greetings")).out, /send-one\s+Greet somebody in a project/);
    const refused = await lumina("viewer", "greetings", "send-one", "Titanic", "Ada");
    assert.equal(refused.code, 1);
    assert.match(refused.err, /project:write[^]*Fix: /);
    assert.equal((await lumina("admin", "greetings", "send-two")).code, 2);
  });

  test("a language model is told about it, and a person confirms it", () => {
    const tool = toolsOf(registry.specs).find((t) => t.operation === name);
    assert.equal(tool?.name, "greetings_send_one");
    assert.equal(tool.needsApproval, true);
    assert.equal(tool.confirm({ projectId: w.projectId, name: "Ada" }), "Greet Ada 1 times");
  });
});
