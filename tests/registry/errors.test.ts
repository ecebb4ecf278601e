import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { errorCodes, refuse, type ErrorCode } from "../../src/kernel/contract/errors.ts";
import { createRegistry } from "../../src/kernel/registry.ts";
import { capabilities } from "../../src/main/capabilities.ts";
import { openApiDocument } from "../../src/surfaces/http/openapi.ts";
import { problemOf } from "../../src/surfaces/http/problem.ts";

interface Schema {
  enum?: string[];
  required?: string[];
  properties: Record<string, Schema>;
}
interface Document {
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, { description: string }> }>>;
  components: { schemas: { Problem: Schema } };
}

const { specs } = createRegistry(capabilities);
const document = openApiDocument(specs, "0") as Document;
const page = readFileSync(new URL("../../docs/errors.md", import.meta.url), "utf8");
const codes = Object.keys(errorCodes) as ErrorCode[];

test("docs/errors.md lists exactly the codes there are, each with its status, a meaning and something to do", () => {
  const rows = [...page.matchAll(/^\| `(\w+)` \| (\d+) \| (.+?) \| (.+?) \|$/gm)];
  assert.deepEqual(Object.fromEntries(rows.map(([, code = "", status]) => [code, Number(status)])), { ...errorCodes });
  for (const [, code = "", , meaning = "", fix = ""] of rows) assert.ok(meaning.length > 20 && fix.length > 20, code);
});

test("the OpenAPI problem names exactly these codes", () => {
  assert.deepEqual(document.components.schemas.Problem.properties["code"]?.enum, codes);
});

test("a problem document has every field the schema requires and none it does not name, whatever was refused", () => {
  const { properties, required = [] } = document.components.schemas.Problem;
  for (const code of codes) {
    const extra = { fields: [{ path: "name", message: "is missing" }], retryAfterS: 3, missing: "run:read", grantors: "an administrator" };
    const problem: Record<string, unknown> = { ...problemOf(refuse(code, "What failed.", "What to do.", extra), "request-1") };
    assert.equal(problem["status"], errorCodes[code]);
    assert.equal(problem["code"], code);
    assert.deepEqual(
      required.filter((field) => problem[field] === undefined || problem[field] === ""),
      [],
    );
    assert.deepEqual(
      Object.keys(problem).filter((field) => !(field in properties)),
      [],
    );
  }
});

test("an unknown error shows a reference and nothing of itself", () => {
  const problem = problemOf(new Error("password=hunter2"), "request-1");
  assert.equal(problem.code, "internal");
  assert.doesNotMatch(JSON.stringify(problem), /hunter2/);
  assert.match(problem.fix, /request-1/);
});

test("every operation documents each refusal it declares, and 401, 403 unless it is public", () => {
  for (const spec of specs) {
    const operation = document.paths[`/api/v1${spec.http.path}`]?.[spec.http.method.toLowerCase()];
    assert.equal(operation?.operationId, spec.name);
    const statuses = [...spec.errors, "invalid_input", "internal", ...(spec.permission.action === "public" ? [] : (["unauthenticated", "forbidden"] as const))];
    for (const code of statuses) assert.ok(operation?.responses[String(errorCodes[code as ErrorCode])], `${spec.name} ${code}`);
  }
});
