import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const folder = fileURLToPath(new URL("../../dist/web", import.meta.url));
const mostKb = 250;

interface Chunk {
  file: string;
  isEntry?: boolean;
  imports?: string[];
}

/** The entry and everything it imports before the first line of a page runs. */
function firstFiles(manifest: Record<string, Chunk>): string[] {
  const seen = new Set<string>();
  const visit = (key: string): void => {
    const chunk = manifest[key];
    if (!chunk || seen.has(chunk.file)) return;
    seen.add(chunk.file);
    for (const each of chunk.imports ?? []) visit(each);
  };
  for (const [key, chunk] of Object.entries(manifest)) if (chunk.isEntry) visit(key);
  return [...seen];
}

test(`the first JavaScript is at most ${mostKb} kB gzip`, () => {
  const manifest = JSON.parse(readFileSync(join(folder, ".vite/manifest.json"), "utf8")) as Record<string, Chunk>;
  const sizes = firstFiles(manifest).map((file) => ({ file, kb: gzipSync(readFileSync(join(folder, file))).length / 1000 }));
  const total = sizes.reduce((sum, each) => sum + each.kb, 0);
  const list = sizes
    .toSorted((a, b) => b.kb - a.kb)
    .map((each) => `${each.kb.toFixed(1)} ${each.file}`)
    .join("\n");
  assert.ok(total > 50, "the manifest names the entry");
  assert.ok(total <= mostKb, `${total.toFixed(1)} kB:\n${list}`);
});

test("charts, line charts and dialogs are not part of the first JavaScript", () => {
  const manifest = JSON.parse(readFileSync(join(folder, ".vite/manifest.json"), "utf8")) as Record<string, Chunk>;
  const first = firstFiles(manifest)
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("");
  assert.ok(!first.includes("uPlot"));
  assert.ok(!first.includes("echarts"));
});
