import assert from "node:assert/strict";
import { test } from "node:test";
import * as z from "zod";
import { anySpec, operation } from "../../kernel/contract/operation.ts";
import { app } from "../../../tests/harness.ts";
import { toolName, toolsOf } from "./tools.ts";

const removeThing = operation({
  name: "things.removeOld",
  kind: "call",
  summary: "Remove old things",
  http: { method: "DELETE", path: "/things" },
  effect: "destructive",
  idempotent: true,
  permission: { action: "thing:write" },
  audit: { redact: [] },
  errors: [],
  input: z.object({ days: z.int().min(1).default(30) }),
  output: z.object({ removed: z.int(), ids: z.array(z.string()) }),
  tool: { say: "Remove things nobody used.", confirm: (i) => `Remove things older than ${i.days} days`, pick: (o) => ({ removed: o.removed }) },
});

test("an operation becomes a tool: its name in snake case, its sentence, its schema, and what to confirm with defaults filled in", () => {
  const [tool] = toolsOf([anySpec(removeThing)]);
  assert.equal(tool?.name, "things_remove_old");
  assert.equal(tool.description, "Remove things nobody used.");
  assert.equal(tool.parameters.properties?.["days"]?.default, 30);
  assert.deepEqual(tool.parameters.required ?? [], []);
  assert.equal(tool.needsApproval, true);
  assert.equal(tool.confirm({}), "Remove things older than 30 days");
  assert.throws(() => tool.confirm({ days: 0 }));
  assert.deepEqual(tool.pick({ removed: 2, ids: ["a", "b"] }), { removed: 2 });
});

test("an operation without a tool is none, and one without a text to confirm says its summary", () => {
  const { tool: _, ...silent } = removeThing;
  assert.deepEqual(toolsOf([anySpec(silent)]), []);
  const [tool] = toolsOf([anySpec({ ...silent, effect: "write", tool: { say: "Say." } })]);
  assert.equal(tool?.confirm({ anything: true }), "Remove old things.");
});

test("every operation of the product with a tool has a name of its own that vendors take, a sentence, and an object as input", async () => {
  const { specs } = (await app()).kernel.registry;
  const tools = toolsOf(specs);
  assert.ok(tools.length >= 30, `${tools.length} tools`);
  assert.equal(new Set(tools.map((tool) => tool.name)).size, tools.length);
  for (const tool of tools) {
    assert.match(tool.name, /^[a-z][a-z0-9]*(_[a-z0-9]+)+$/);
    assert.ok(tool.name.length <= 64, tool.name);
    assert.equal(tool.name, toolName(tool.operation));
    assert.ok(tool.description.length > 10, `${tool.name} says too little`);
    assert.equal(tool.parameters.type, "object", tool.name);
    assert.doesNotMatch(JSON.stringify(tool.parameters), /"\$ref":"(?!#)/, tool.name);
  }
  const reading = tools.filter((tool) => !tool.needsApproval).map((tool) => tool.operation);
  assert.deepEqual(
    reading.filter((name) => specs.find((spec) => spec.name === name)?.effect !== "read"),
    [],
  );
});
