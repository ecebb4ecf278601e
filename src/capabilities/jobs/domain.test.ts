import assert from "node:assert/strict";
import { test } from "node:test";
import { backoffMs, cursorFits, waitingText, worthRetrying } from "./domain.ts";

test("pauses between tries double from 2 s to 5 minutes, spread by a fifth", () => {
  assert.deepEqual(
    [1, 2, 3, 4].map((attempt) => backoffMs(attempt, 0.5)),
    [2_000, 4_000, 8_000, 16_000],
  );
  assert.equal(backoffMs(50, 0.5), 300_000);
  assert.deepEqual([backoffMs(1, 0), backoffMs(1, 1)], [1_600, 2_400]);
});

test("refusals that would repeat are not tried again; outages and surprises are", () => {
  for (const code of ["invalid_input", "forbidden", "not_found", "conflict", "checks_failed", "too_large"]) assert.equal(worthRetrying(code), false, code);
  for (const code of ["unavailable", "internal", "rate_limited", null]) assert.equal(worthRetrying(code), true, String(code));
});

test("a waiting job says why in words, a running one says nothing", () => {
  const at = new Date("2026-01-02T03:04:05Z");
  assert.equal(waitingText({ waiting: null, name: "a.b", run_after: null }), null);
  assert.equal(waitingText({ waiting: "retry", name: "a.b", run_after: at }), "Tries again at 2026-01-02T03:04:05.000Z.");
  assert.match(waitingText({ waiting: "unknown_definition", name: "a.b", run_after: at }) ?? "", /No running worker knows a\.b/);
});

test("a cursor fits only the sort that made it, with values of its type", () => {
  const id = "01a1fc3d-28a4-7a01-bb25-bdafd5c2cbef";
  assert.ok(cursorFits("createdAt", [id, id, "createdAt"]));
  assert.ok(cursorFits("priority", [-3, id, "priority"]));
  assert.ok(cursorFits("label", ["x", id, "label"]));
  for (const wrong of [
    ["x", id, "createdAt"],
    [id, "x", "createdAt"],
    [id, id, "label"],
    [null, id, "createdAt"],
  ])
    assert.equal(cursorFits("createdAt", wrong), false);
  assert.equal(cursorFits("startedAt", ["now", id, "startedAt"]), false);
  assert.equal(cursorFits("priority", [1.5, id, "priority"]), false);
});
