import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { duckdbPool, type Duckdb } from "../../children/duckdb.ts";
import { processes } from "../../children/process.ts";
import type { Profile } from "./contract/profile.ts";
import type { DatasetVersion } from "./contract/shapes.ts";
import { titanicCsv } from "./domain/titanic.ts";
import { convert } from "./importing/convert.ts";
import { computeProfile } from "./profiling.ts";

const root = join(import.meta.dirname, "../../..");
const shared = join(process.env["LUMINA_SHARED"] ?? join(root, "../shared"), "data");
const python = join(root, ".venv/bin/python");

interface Reference {
  rows: number;
  duplicates: number;
  columns: Record<string, { count: number; distinct: number; top: number[]; numeric?: Record<string, unknown>; text?: number[] }>;
  pearson: [string, string, number | null][];
  spearman: [string, string, number | null][];
  cramersV: [string, string, number | null][];
  correlationRatio: [string, string, number | null][];
}

const children = processes();
let folder: string;
let duckdb: Duckdb;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "profile-"));
  duckdb = duckdbPool({ processes: children, scratch: folder });
});
after(async () => {
  await duckdb.close();
  await children.close();
  await rm(folder, { recursive: true, force: true });
});

async function profileOf(csv: string, target: string | null): Promise<{ profile: Profile; columns: DatasetVersion["columns"]; messages: number[] }> {
  const own = await mkdtemp(join(folder, "t-"));
  const file = join(own, "table");
  await copyFile(csv, file);
  const table = await convert(duckdb, file, own, { delimiter: "auto", header: "auto" });
  const version = { columns: table.columns, rowCount: table.rowCount } as DatasetVersion;
  const messages: number[] = [];
  const profile = await duckdb.session({ read: [table.file] }, (db) =>
    computeProfile(db, version, [{ path: table.file, rows: table.rowCount }], target, new Date(), async (done) => void messages.push(done)),
  );
  return { profile, columns: table.columns, messages };
}

function reference(csv: string, profile: Profile, columns: DatasetVersion["columns"]): Promise<Reference> {
  const edges = Object.fromEntries(profile.columns.map((c) => [c.name, c.numeric?.histogram.edges ?? []]));
  const ask = { file: csv, columns, numeric: profile.correlated.numeric, categorical: profile.correlated.categorical, edges };
  return new Promise((done, fail) => {
    const child = execFile(python, [join(import.meta.dirname, "testing/reference.py")], { maxBuffer: 1 << 26 }, (error, out) =>
      error ? fail(error) : done(JSON.parse(out) as Reference),
    );
    child.stdin?.end(JSON.stringify(ask));
  });
}

function near(ours: unknown, theirs: unknown, what: string): void {
  if (ours === null || theirs === null) assert.equal(ours, theirs, what);
  else
    assert.ok(Math.abs(Number(ours) - Number(theirs)) <= 1e-9 * Math.max(1, Math.abs(Number(theirs))), `${what}: ${String(ours)} instead of ${String(theirs)}`);
}

function compare(profile: Profile, expected: Reference): void {
  assert.equal(profile.rowCount, expected.rows);
  assert.equal(profile.duplicateRows, expected.duplicates);
  for (const column of profile.columns) {
    const theirs = expected.columns[column.name];
    assert.ok(theirs, column.name);
    assert.deepEqual([column.count, column.distinct, column.top.map((v) => v.count)], [theirs.count, theirs.distinct, theirs.top], column.name);
    assert.equal(column.missing, expected.rows - theirs.count);
    if (column.text)
      [column.text.minLength, column.text.maxLength, column.text.meanLength].forEach((v, i) => near(v, theirs.text?.[i], `${column.name} length`));
    const { numeric } = column;
    if (!numeric) continue;
    const { quantiles, histogram, ...values } = theirs.numeric as { quantiles: number[]; histogram: number[] } & Record<string, number>;
    for (const [name, value] of Object.entries(values)) near(numeric[name as "mean"], value, `${column.name} ${name}`);
    Object.values(numeric.quantiles).forEach((v, i) => near(v, quantiles[i], `${column.name} quantile ${i}`));
    assert.equal(
      numeric.histogram.counts.reduce((a, b) => a + b, 0),
      column.count,
    );
    assert.deepEqual(numeric.histogram.counts, histogram, `${column.name} histogram`);
  }
  for (const kind of ["pearson", "spearman", "cramersV", "correlationRatio"] as const) {
    const ours = profile.correlations.filter((c) => c.kind === kind);
    assert.equal(ours.length, expected[kind].length, kind);
    for (const [a, b, value] of expected[kind]) {
      const found = ours.find((c) => (c.a === a && c.b === b) || (c.a === b && c.b === a));
      near(found?.value, value, `${kind} of ${a} and ${b}`);
    }
  }
}

/** Gaps, ties, a constant, an all-missing column, large offsets, big integers, dates and repeated rows. */
function awkwardCsv(): string {
  const rows = Array.from({ length: 700 }, (_, i) => {
    const j = i % 350;
    const noise = Math.sin(j * 12.9898) * 43758.5453;
    const u = noise - Math.floor(noise);
    return [
      1_700_000_000 + u,
      j % 3 === 0 ? "" : Math.round(u * 10),
      5,
      "",
      j % 4 === 0 ? "" : "ab c".slice(0, 1 + (j % 4)),
      j % 2 === 0 ? "true" : "false",
      `2024-0${1 + (j % 9)}-11`,
      (u - 0.5) ** 3 * 1e6,
    ].join(",");
  });
  return `offset,tied,constant,empty,word,flag,day,skewed\n${rows.join("\n")}\n`;
}

describe("a profile agrees with pandas and SciPy", () => {
  const generated: [string, () => string, string | null][] = [
    ["the generated Titanic-shaped table", () => titanicCsv(7), "Survived"],
    ["a table with gaps, ties, a constant, repeats and a large offset", awkwardCsv, "skewed"],
  ];
  for (const [title, csv, target] of generated)
    test(`on ${title}`, async () => {
      const file = join(folder, `${title.length}.csv`);
      await writeFile(file, csv());
      const { profile, columns, messages } = await profileOf(file, target);
      compare(profile, await reference(file, profile, columns));
      assert.ok(messages.length >= 4 && messages.every((m, i) => i === 0 || m > (messages[i - 1] ?? 0)), "progress advances");
    });

  for (const name of ["titanic", "penguins", "mpg", "taxis"].filter((n) => existsSync(join(shared, `${n}.csv`))))
    test(`on the real table ${name}`, async () => {
      const file = join(shared, `${name}.csv`);
      const { profile, columns } = await profileOf(file, null);
      compare(profile, await reference(file, profile, columns));
    });
});

describe("a profile", () => {
  test("finds constant, id-like and leaking columns", async () => {
    const file = join(folder, "marks.csv");
    const rows = Array.from({ length: 60 }, (_, i) => `${i + 100},x,${i % 7},${(i % 7) * 2 + 1},${i % 7 < 3 ? "lo" : "hi"}`);
    await writeFile(file, `id,same,y,leak,half\n${rows.join("\n")}\n`);
    const { profile } = await profileOf(file, "y");
    const marks = (key: "idLike" | "constant" | "leaking"): string[] => profile.columns.filter((c) => c[key]).map((c) => c.name);
    assert.deepEqual([marks("idLike"), marks("constant"), marks("leaking")], [["id"], ["same"], ["leak"]]);
    assert.equal(profile.targetAssociations[0]?.column, "leak");
    assert.deepEqual(profile.correlated.leftOut, ["same"]);
    assert.deepEqual(profile.quality, { score: 94, completeness01: 1, uniqueness01: 1, informativeness01: 0.7, regularity01: 1 });
  });

  test("survives an empty target, one row, one column and 400 columns", async () => {
    const one = join(folder, "one.csv");
    await writeFile(one, "a\n5\n");
    const { profile } = await profileOf(one, "gone");
    assert.equal(profile.columns[0]?.numeric?.sd, null);
    assert.deepEqual([profile.target, profile.targetAssociations, profile.correlations], [null, [], []]);
    const wide = join(folder, "wide.csv");
    const names = Array.from({ length: 400 }, (_, i) => `c${i}`);
    await writeFile(
      wide,
      [names.join(","), ...Array.from({ length: 30 }, (_, r) => names.map((_n, i) => (i % 5 === 0 ? `v${r % 3}` : (r * i) % 17)).join(","))].join("\n"),
    );
    const { profile: broad } = await profileOf(wide, "c1");
    assert.equal(broad.columns.length, 400);
    assert.match(broad.notes.join(" "), /first 40 numeric and 25 categorical/);
    assert.ok(broad.targetAssociations.length > 300);
  });
});
