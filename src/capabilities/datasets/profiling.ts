import type { DuckSession } from "../../children/duckdb.ts";
import type { Profile } from "./contract/profile.ts";
import type { DatasetVersion } from "./contract/shapes.ts";
import { qualityOf } from "./domain/quality.ts";
import { associate } from "./profiling/associations.ts";
import { profileColumns } from "./profiling/columns.ts";
import * as queries from "./queries/profile.ts";
import { plainRows, type LocalFile } from "./queries/rows.ts";

export type Told = (done: number, total: number, message: string) => Promise<void>;

// Twenty columns of two million rows: decoding once took 0.5 s and spared 40 readings of the file.
const keptCells = 40_000_000;

/** Columns and repeated rows alone; enough to suggest cleaning before a profile was made. */
export async function columnFacts(
  db: DuckSession,
  version: DatasetVersion,
  files: readonly LocalFile[],
  told?: (done: number) => Promise<void>,
): Promise<Pick<Profile, "columns" | "duplicateRows">> {
  await db.table(queries.open(plainRows(files, version.columns), version.rowCount * version.columns.length <= keptCells));
  const columns = await profileColumns(db, version, told ?? (async () => {}));
  const duplicateRows = (await db.rows<{ n: number }>(queries.duplicates(version.columns.map((c) => c.name))))[0]?.n ?? 0;
  return { columns, duplicateRows };
}

/** Computes a version's profile over all its rows; `told` hears of progress at least four times. */
export async function computeProfile(
  db: DuckSession,
  version: DatasetVersion,
  files: readonly LocalFile[],
  target: string | null,
  computedAt: Date,
  told: Told,
): Promise<Profile> {
  const started = performance.now();
  const { columns } = version;
  const total = columns.length + 4;
  await told(0, total, `Reading ${version.rowCount} rows`);
  const { columns: profiles, duplicateRows } = await columnFacts(db, version, files, (done) => told(1 + done, total, `Column ${done} of ${columns.length}`));
  await told(columns.length + 2, total, "Correlating columns");
  const present = columns.some((c) => c.name === target) ? target : null;
  const { correlations, correlated, targetAssociations, notes } = await associate(db, version, profiles, present);
  await told(columns.length + 3, total, "Scoring");
  const strong = new Set(targetAssociations.filter((a) => (a.value01 ?? 0) >= 0.99 && version.rowCount >= 20).map((a) => a.column));
  const marked = profiles.map((c) => ({ ...c, leaking: strong.has(c.name) }));
  return {
    rowCount: version.rowCount,
    columnCount: columns.length,
    missingCells: profiles.reduce((sum, c) => sum + c.missing, 0),
    duplicateRows,
    columns: marked,
    correlations,
    correlated,
    target: present,
    targetAssociations,
    quality: qualityOf(version.rowCount, duplicateRows, marked),
    notes,
    computedAt: computedAt.toISOString(),
    tookMs: Math.round(performance.now() - started),
  };
}
