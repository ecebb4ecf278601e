import { existsSync, readdirSync } from "node:fs";
import pg from "pg";
import { migrate, type MigrationSource } from "../db/migrate.ts";

const capabilities = new URL("../capabilities/", import.meta.url);

/** Every capability's folder of migrations, found without loading its code. */
export function migrationSources(): MigrationSource[] {
  return readdirSync(capabilities)
    .toSorted()
    .map((name) => ({ name, migrations: new URL(`${name}/migrations/`, capabilities) }))
    .filter(({ migrations }) => existsSync(migrations));
}

/** Brings the schema up to date as its owner. @returns the migrations that ran. */
export function migrateAll(ownerUrl: string, appRole: string): Promise<string[]> {
  return migrate(ownerUrl, migrationSources(), appRole);
}

/**
 * For a start without the owner's address: refuses a schema that lacks a migration.
 * @throws Error naming the first that is missing.
 */
export async function checkSchema(appUrl: string): Promise<void> {
  const wanted = migrationSources().flatMap(({ name, migrations }) =>
    migrations
      ? readdirSync(migrations)
          .filter((file) => file.endsWith(".sql"))
          .map((file) => `${name}/${file}`)
      : [],
  );
  const done = await applied(appUrl);
  const missing = wanted.filter((id) => !done.has(id));
  if (missing.length === 0) return;
  throw new Error(
    `The database lacks ${missing.length} migrations (first: ${missing[0]}).\n` +
      "Set LUMINA_MIGRATION_URL to the role that owns the schema and start once, then start the others.",
  );
}

async function applied(url: string): Promise<Set<string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>("select id from core.migrations");
    return new Set(rows.map((row) => row.id));
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === "42P01" || code === "3F000") return new Set();
    throw error;
  } finally {
    await client.end();
  }
}
