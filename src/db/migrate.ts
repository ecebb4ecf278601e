import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import pg from "pg";

export interface MigrationSource {
  name: string;
  migrations?: URL;
}

interface Migration {
  id: string;
  name: string;
  text: string;
  digest: string;
}

/** Any number that no other program on the database would choose. */
const lockKey = 7_300_180_118;

/**
 * Brings the database to the newest schema: plain forward SQL, one transaction each, ordered by time stamp.
 * Safe under concurrent starts. `appRole` is the role servers and workers connect as.
 * @throws Error when a migration that ran was edited afterwards, or one fails (naming its file).
 */
export async function migrate(ownerUrl: string, sources: readonly MigrationSource[], appRole: string): Promise<string[]> {
  const wanted = await collect(sources);
  const client = new pg.Client({ connectionString: ownerUrl, application_name: "lumina-migrate" });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [lockKey]);
    await client.query("select set_config('lumina.app_role', $1, false)", [appRole]);
    await client.query("create schema if not exists core");
    await client.query("create table if not exists core.migrations (id text primary key, digest text not null, at timestamptz not null default now())");
    await client.query(`grant select on core.migrations to ${client.escapeIdentifier(appRole)}`);
    const { rows } = await client.query<{ id: string; digest: string }>("select id, digest from core.migrations");
    const done = new Map(rows.map((r) => [r.id, r.digest]));
    const applied: string[] = [];
    for (const migration of wanted) {
      const digest = done.get(migration.id);
      if (digest === migration.digest) continue;
      if (digest !== undefined) throw new Error(`Migration ${migration.id} ran before and was edited since. Write a new one instead.`);
      await apply(client, migration);
      applied.push(migration.id);
    }
    return applied;
  } finally {
    await client.end();
  }
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query("begin");
    await client.query(migration.text);
    await client.query("insert into core.migrations (id, digest) values ($1, $2)", [migration.id, migration.digest]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw new Error(`Migration ${migration.id} failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

async function collect(sources: readonly MigrationSource[]): Promise<Migration[]> {
  const all: Migration[] = [];
  for (const { name, migrations } of [{ name: "core", migrations: new URL("./migrations/", import.meta.url) }, ...sources]) {
    if (!migrations) continue;
    for (const file of await readdir(migrations)) {
      if (!file.endsWith(".sql")) continue;
      if (!/^\d{14}-[a-z0-9-]+\.sql$/.test(file)) throw new Error(`${name}/${file}: a migration is named <yyyymmddhhmmss>-<what>.sql`);
      const text = await readFile(new URL(file, migrations), "utf8");
      all.push({ id: `${name}/${file}`, name: file, text, digest: createHash("sha256").update(text).digest("hex") });
    }
  }
  return all.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1));
}
