import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal } from "../../kernel/contract/errors.ts";
import Fastify from "fastify";
import { headerText, jsonBodies, refuseDepth, utf8Body } from "./json.ts";

const refused = (error: unknown): boolean => error instanceof Refusal && error.code === "invalid_input";

test("JSON of 64 levels passes and one of 65 is refused, whatever its strings hold", () => {
  const nested = (levels: number): string => `${"[".repeat(levels)}"]]]\\"[[["${"]".repeat(levels)}`;
  refuseDepth(nested(64));
  assert.throws(() => refuseDepth(nested(65)), refused);
  assert.throws(() => refuseDepth("{".repeat(1_000_000)), refused);
  refuseDepth(`{"a":"${"[".repeat(1000)}","b":"\\\\","c":["\\\\\\""]}`);
  refuseDepth(`"never closed ${"[".repeat(1000)}`);
});

test("a body that is not UTF-8 is refused instead of mended", () => {
  assert.equal(utf8Body(Buffer.from("é")), "é");
  assert.throws(() => utf8Body(Buffer.from([0x22, 0xff, 0x22])), refused);
});

test("a header that is not percent-encoded is taken as it stands", () => {
  assert.equal(headerText("50%"), "50%");
  assert.equal(headerText("caf%C3%A9"), "café");
  assert.equal(headerText(undefined), null);
});

test("a request that names JSON and sends nothing has no body", async () => {
  const app = Fastify();
  jsonBodies(app);
  app.route({ method: ["DELETE", "POST"], url: "/", handler: (request) => ({ body: request.body ?? null }) });
  for (const method of ["DELETE", "POST"] as const) {
    const answer = await app.inject({ method, url: "/", headers: { "content-type": "application/json" }, payload: Buffer.alloc(0) });
    assert.deepEqual([answer.statusCode, answer.json()], [200, { body: null }]);
  }
  await app.close();
});
