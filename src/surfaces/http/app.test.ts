import assert from "node:assert/strict";
import { test } from "node:test";
import { createRegistry } from "../../kernel/registry.ts";
import type { Kernel } from "../../kernel/pipeline.ts";
import type { Log } from "../../kernel/ports.ts";
import { createHttp } from "./app.ts";

const silent = (): void => undefined;
const log: Log = { error: silent, warn: silent, info: silent, debug: silent };

test("an address whose path begins with two slashes is the same with one, and slashes further on stay", async () => {
  const http = await createHttp({
    host: { kernel: { registry: createRegistry([]) } as unknown as Kernel, authenticate: async () => null },
    log,
    version: "test",
    plugins: [(app) => void app.get("/seen/*", async (request) => ({ url: request.url }))],
  });
  for (const url of ["/seen/a//b?c=//d", "//seen/a//b?c=//d", "///seen/a//b?c=//d"])
    assert.deepEqual((await http.inject(url)).json(), { url: "/seen/a//b?c=//d" });
  const refused = await http.inject("//api/nothing");
  assert.deepEqual([refused.statusCode, refused.json().code], [404, "not_found"]);
  await http.close();
});
