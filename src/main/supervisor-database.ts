import pg from "pg";
import { appRole } from "../db/embedded/provision.ts";
import { startPostgres, type EmbeddedPostgres } from "../db/embedded/start.ts";
import type { Config } from "./config.ts";
import { checkSchema, migrateAll } from "./supervisor-migrations.ts";

const lowestVersion = 180_000;

/** A database that is migrated and may be used. */
export interface ReadyDatabase {
  /** For servers and workers. */
  url: string;
  /** Null for a server that somebody else runs. */
  embedded: EmbeddedPostgres | null;
  migrated: readonly string[];
}

/**
 * Starts the embedded database, or checks the one in DATABASE_URL, and migrates it.
 * @throws Error with the fix.
 */
export async function openDatabase(config: Config, say: (line: string) => void): Promise<ReadyDatabase> {
  if (config.databaseUrl === null) return openEmbedded(config.home, say);
  const role = await checkRole(config.databaseUrl);
  const migrated = config.migrationUrl ? await migrateAll(config.migrationUrl, role) : [];
  if (!config.migrationUrl) await checkSchema(config.databaseUrl);
  await checkOwnsNothing(config.databaseUrl);
  return { url: config.databaseUrl, embedded: null, migrated };
}

async function openEmbedded(home: string, say: (line: string) => void): Promise<ReadyDatabase> {
  const embedded = await startPostgres({ home, say });
  try {
    const migrated = await migrateAll(embedded.ownerUrl, appRole);
    return { url: embedded.appUrl, embedded, migrated };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

interface RoleFacts {
  role: string;
  database: string;
  superuser: boolean;
  bypass: boolean;
  version: number;
}

/**
 * Refuses a role that row-level security would not hold.
 * @returns the role's name.
 */
export async function checkRole(url: string): Promise<string> {
  const facts = await ask<RoleFacts>(
    url,
    `select current_user as role, current_database() as database, rolsuper as superuser, rolbypassrls as bypass,
            current_setting('server_version_num')::int as version
       from pg_roles where rolname = current_user`,
  );
  if (!facts) throw new Error("The server of DATABASE_URL does not say who connected. Is it PostgreSQL?");
  if (facts.version < lowestVersion) {
    throw new Error(
      `The server of DATABASE_URL is PostgreSQL ${Math.floor(facts.version / 10_000)}; 18 or newer is needed. Upgrade it, or leave DATABASE_URL out.`,
    );
  }
  if (!facts.superuser && !facts.bypass) return facts.role;
  const right = facts.superuser ? "SUPERUSER" : "BYPASSRLS";
  throw new Error(
    `The role ${facts.role} of DATABASE_URL has ${right}, so workspaces would not be kept apart. Make a role that servers connect as:\n` +
      "  create role lumina_owner login nosuperuser nobypassrls password '...';\n" +
      "  create role lumina_app login nosuperuser nobypassrls password '...';\n" +
      `  alter database "${facts.database}" owner to lumina_owner;\n` +
      `  grant connect on database "${facts.database}" to lumina_app;\n` +
      "then set DATABASE_URL to lumina_app and LUMINA_MIGRATION_URL to lumina_owner.",
  );
}

async function checkOwnsNothing(url: string): Promise<void> {
  const owned = await ask<{ name: string; role: string }>(
    url,
    `select format('%I.%I', n.nspname, c.relname) as name, current_user as role
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relowner = (select oid from pg_roles where rolname = current_user) and n.nspname not like 'pg\\_%' limit 1`,
  );
  if (!owned) return;
  throw new Error(
    `The role ${owned.role} of DATABASE_URL owns ${owned.name}. Servers connect as a role that owns nothing: ` +
      `give tables to another role (reassign owned by "${owned.role}" to lumina_owner), set LUMINA_MIGRATION_URL to that one.`,
  );
}

async function ask<T extends pg.QueryResultRow>(url: string, text: string): Promise<T | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<T>(text);
    return rows[0] ?? null;
  } catch (error) {
    const shown = new URL(url);
    throw new Error(
      `The database ${shown.host}${shown.pathname} as ${shown.username || "nobody"} does not answer: ${error instanceof Error ? error.message : String(error)}. ` +
        "Check DATABASE_URL and that the server runs.",
      { cause: error },
    );
  } finally {
    await client.end().catch(() => {});
  }
}
