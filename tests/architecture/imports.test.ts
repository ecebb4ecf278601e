import assert from "node:assert/strict";
import { test } from "node:test";
import { roomOf } from "./rooms.ts";
import { filesBelow, importsOf } from "./sources.ts";

const files = filesBelow(["src"], /\.tsx?$/);
const imports = files.flatMap(importsOf);

test("every file lives in a room, and imports only what its room may", () => {
  const wrong = imports.flatMap(({ from, to }) => {
    const room = roomOf(from);
    if (!room) return [`${from} is in no room`];
    return room.allows(to) || to.endsWith(".css") ? [] : [`${room.name}: ${from} may not import ${to}`];
  });
  assert.deepEqual(wrong, []);
});

test("a forbidden import is seen: a store that reads another capability's store, a feature another feature, a domain the clock", () => {
  assert.equal(roomOf("src/capabilities/serving/store.ts")?.allows("src/capabilities/registry/store.ts"), false);
  assert.equal(roomOf("src/web/features/datasets/page.tsx")?.allows("src/web/features/runs/page.tsx"), false);
  assert.equal(roomOf("src/capabilities/monitoring/domain/psi.ts")?.allows("node:fs"), false);
  assert.equal(roomOf("src/kernel/invoke.ts")?.allows("src/db/pool.ts"), false);
  assert.equal(roomOf("src/web/lib/client.ts")?.allows("src/capabilities/registry/operations/promote.ts"), false);
});

test("nothing imports main, except main itself and the test harness", () => {
  const wrong = imports.filter(({ from, to }) => to.startsWith("src/main/") && !from.startsWith("src/main/"));
  assert.deepEqual(wrong, []);
});

test("contracts refer to each other without a cycle", () => {
  const edges = new Map<string, Set<string>>();
  const nameOf = (path: string): string | undefined => /^src\/capabilities\/([^/]+)\/contract/.exec(path)?.[1];
  for (const { from, to } of imports) {
    const [a, b] = [nameOf(from), nameOf(to)];
    if (a !== undefined && b !== undefined && a !== b) edges.set(a, (edges.get(a) ?? new Set()).add(b));
  }
  assert.equal(cycleIn(edges), null);
});

test("files do not import each other in a circle at run time", () => {
  const known = new Set(files);
  const edges = new Map<string, Set<string>>();
  for (const { from, to } of imports.filter((i) => known.has(i.to) && !i.typeOnly)) edges.set(from, (edges.get(from) ?? new Set()).add(to));
  assert.equal(cycleIn(edges), null);
});

function cycleIn(edges: ReadonlyMap<string, ReadonlySet<string>>): string | null {
  const state = new Map<string, "open" | "closed">();
  const visit = (node: string, path: readonly string[]): string | null => {
    if (state.get(node) === "closed") return null;
    if (state.get(node) === "open") return [...path.slice(path.indexOf(node)), node].join(" → ");
    state.set(node, "open");
    for (const next of edges.get(node) ?? []) {
      const found = visit(next, [...path, node]);
      if (found) return found;
    }
    state.set(node, "closed");
    return null;
  };
  for (const node of edges.keys()) {
    const found = visit(node, []);
    if (found) return found;
  }
  return null;
}
