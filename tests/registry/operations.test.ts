import assert from "node:assert/strict";
import { randomUUIDv7 } from "node:crypto";
import { describe, test } from "node:test";
import { invokeAny } from "../../src/kernel/any.ts";
import type { JsonValue } from "../../src/kernel/contract/common.ts";
import { Refusal, type ErrorCode } from "../../src/kernel/contract/errors.ts";
import type { AnySpec } from "../../src/kernel/contract/operation.ts";
import type { Meta } from "../../src/kernel/pipeline.ts";
import type { Actor } from "../../src/kernel/ports.ts";
import { createRegistry } from "../../src/kernel/registry.ts";
import { openTransfer } from "../../src/kernel/transfer.ts";
import { watch } from "../../src/kernel/watch.ts";
import { capabilities } from "../../src/main/capabilities.ts";
import { inputSchema, outputSchema, typesOf } from "../../src/surfaces/json-schema.ts";
import { world, type World } from "../harness.ts";
import { allFactories } from "./factories.ts";
import { auditCount, rowsOf } from "./rows.ts";

const { specs } = createRegistry(capabilities);
const factories = await allFactories();

type Input = Record<string, JsonValue | undefined>;

/** Runs whatever kind an operation is, up to its first answer. */
async function run(w: World, spec: AnySpec, actor: Actor | null, input: unknown): Promise<void> {
  const meta: Meta = { surface: "rest", requestId: randomUUIDv7(), from: "127.0.0.1" };
  if (spec.kind === "watch") {
    const events = watch(w.kernel, spec.name, actor, input, meta);
    await events.next();
    await events.return(undefined);
  } else if (spec.kind === "transfer") await openTransfer(w.kernel, spec.name, actor, input, meta);
  else await invokeAny(w.kernel, spec.name, actor, input, meta);
}

async function refusal(act: Promise<void>): Promise<ErrorCode | "done"> {
  try {
    await act;
    return "done";
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

function inputFor(w: World, spec: AnySpec): Promise<Input> {
  const factory = factories[spec.name];
  assert.ok(factory, `${spec.name} has no factory`);
  return factory(w);
}

function broken(spec: AnySpec, input: Input): Input | null {
  const { properties = {} } = inputSchema(spec);
  const field = Object.keys(properties).find((name) => !typesOf(properties[name]).has("object") && typesOf(properties[name]).size > 0);
  return field === undefined ? null : { ...input, [field]: { not: ["this"] } };
}

for (const spec of specs) {
  const { action, on } = spec.permission;
  const audited = (spec.effect !== "read" && !(spec.kind === "transfer" && spec.direction === "upload")) || spec.audit.sensitive === true;

  describe(spec.name, () => {
    test("is convertible to JSON Schema with one plain object as root, and says what a destructive act confirms", () => {
      assert.equal(inputSchema(spec).type, "object");
      assert.equal(outputSchema(spec).type, "object");
      assert.ok(spec.effect !== "destructive" || spec.tool?.confirm, "a destructive operation has confirm");
      for (const field of spec.audit.redact) assert.ok(field in (inputSchema(spec).properties ?? {}), `redacts ${field}, which is no input`);
    });

    test("succeeds for the administrator, and is audited when it writes", async () => {
      const w = await world();
      const input = await inputFor(w, spec);
      const before = await auditCount(w.workspaceId, spec.name, "done");
      await run(w, spec, w.actor, input);
      if (audited && action !== "self" && action !== "public") assert.ok((await auditCount(w.workspaceId, spec.name, "done")) > before, "no audit row");
    });

    if (action !== "public")
      test("refuses nobody with 401, whatever the body", async () => {
        const w = await world();
        assert.equal(await refusal(run(w, spec, null, { nonsense: true })), "unauthenticated");
      });

    if (on)
      test("refuses another workspace with 404, leaving no row but the refusal's audit", async () => {
        const w = await world();
        const other = await w.outsider();
        const input = await inputFor(w, spec);
        if (Object.values(on(input as never)).every((id) => id === undefined)) return;
        const [mine, theirs] = [await rowsOf(w.workspaceId), await rowsOf(other.workspaceId)];
        assert.equal(await refusal(run(w, spec, other.actor, input)), "not_found");
        assert.deepEqual(await rowsOf(w.workspaceId), mine);
        assert.deepEqual(await rowsOf(other.workspaceId), theirs);
        assert.equal(await auditCount(other.workspaceId, spec.name, "refused"), 1);
      });

    if (action !== "public" && action !== "self")
      test("refuses a missing right, leaving no row but the refusal's audit", async () => {
        const w = await world();
        const input = await inputFor(w, spec);
        const before = await rowsOf(w.workspaceId);
        const without: Actor = { ...w.as("viewer").actor, scopes: [] };
        assert.equal(await refusal(run(w, spec, without, input)), "forbidden");
        assert.deepEqual(await rowsOf(w.workspaceId), before);
        assert.equal(await auditCount(w.workspaceId, spec.name, "refused"), 1);
      });

    test("refuses bad input and names the field", async () => {
      const w = await world();
      const bad = broken(spec, await inputFor(w, spec));
      if (bad === null) return;
      await assert.rejects(
        run(w, spec, w.actor, bad),
        (error: unknown) => error instanceof Refusal && error.code === "invalid_input" && (error.extra.fields?.length ?? 0) > 0,
      );
    });
  });
}
