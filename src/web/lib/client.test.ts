import { expect, test } from "vitest";
import * as z from "zod";
import { operation } from "../../kernel/contract/operation.ts";
import { calls, refusal, serve } from "../testing/network.ts";
import { act, api, requestFor, setWorkspace, whenSignedOut } from "./client.ts";
import { ProblemError } from "./problem.ts";

const common = { effect: "write", idempotent: false, permission: { action: "model:promote" }, audit: { redact: [] }, errors: [], summary: "Test" } as const;
const promote = operation({
  ...common,
  name: "models.promote",
  kind: "call",
  http: { method: "POST", path: "/models/{modelId}/promote" },
  input: z.object({ modelId: z.string(), stage: z.string() }),
  output: z.object({ version: z.int() }),
});
const list = operation({
  ...common,
  effect: "read",
  name: "runs.list",
  kind: "call",
  http: { method: "GET", path: "/runs" },
  input: z.object({ status: z.array(z.string()).optional(), q: z.string().optional(), filter: z.object({ a: z.int() }).optional() }),
  output: z.object({ items: z.array(z.int()) }),
});

test("ids go into the path; a POST sends the rest as a body", () => {
  expect(requestFor(promote, { modelId: "a/b", stage: "production" })).toEqual({
    url: "/api/v1/models/a%2Fb/promote",
    method: "POST",
    body: '{"stage":"production"}',
  });
});

test("a GET repeats arrays, writes objects as JSON and leaves out what is absent", () => {
  expect(requestFor(list, { status: ["running", "queued"], q: undefined, filter: { a: 1 } }).url).toBe(
    "/api/v1/runs?status=running&status=queued&filter=%7B%22a%22%3A1%7D",
  );
});

test("an unsafe call carries workspace, surface and the proof against forgery; a read no proof", async () => {
  setWorkspace("w1");
  serve({ "POST /api/v1/models/m/promote": { version: 2 }, "GET /api/v1/runs": { items: [] } });
  await act(promote, { modelId: "m", stage: "staging" }, { idempotencyKey: "k", reason: "jürgen said so" });
  await api(list, {});
  expect(Object.fromEntries(calls[0]?.headers ?? [])).toMatchObject({
    "lumina-workspace": "w1",
    "x-lumina-csrf": "1",
    "lumina-surface": "web",
    "idempotency-key": "k",
    "lumina-reason": encodeURIComponent("jürgen said so"),
  });
  expect(calls[1]?.headers.get("x-lumina-csrf")).toBeNull();
});

test("202 with approvalRequired is an outcome, not an error", async () => {
  serve({ "POST /api/v1/models/m/promote": () => Response.json({ approvalRequired: { id: "a1" } }, { status: 202 }) });
  expect(await act(promote, { modelId: "m", stage: "production" })).toEqual({ kind: "approval", approvalId: "a1" });
});

test("a refusal becomes a problem with code, fix, fields and request id", async () => {
  serve({
    "POST /api/v1/models/m/promote": () => refusal("invalid_input", 422, "stage: not a stage.", { fields: [{ path: "stage", message: "not a stage" }] }),
  });
  const error = await act(promote, { modelId: "m", stage: "x" }).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(ProblemError);
  expect((error as ProblemError).problem).toMatchObject({
    code: "invalid_input",
    status: 422,
    fix: "Do this instead.",
    requestId: "01a1fc2d-req",
    fields: [{ path: "stage", message: "not a stage" }],
  });
});

test("an answer that is not ours still becomes a problem", async () => {
  serve({ "GET /api/v1/runs": () => new Response("<h1>Bad gateway</h1>", { status: 502 }) });
  const error = (await api(list, {}).catch((e: unknown) => e)) as ProblemError;
  expect(error.problem).toMatchObject({ code: "internal", status: 502 });
});

test("a signed-out session is told to the app", async () => {
  let told = 0;
  whenSignedOut(() => (told += 1));
  serve({ "GET /api/v1/runs": () => refusal("unauthenticated", 401, "Nobody is signed in.") });
  await api(list, {}).catch(() => {});
  expect(told).toBe(1);
});
