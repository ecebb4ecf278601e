import pg from "pg";
import { rootRole } from "./cluster.ts";
import type { Secrets } from "./secrets.ts";

/** The database every table lives in. */
export const databaseName = "lumina";
/** Owns the schemas and runs migrations; no server or worker connects as it. */
export const ownerRole = "lumina_owner";
/** What servers and workers connect as: owns nothing, bypasses nothing. */
export const appRole = "lumina_app";

/** The address of one role on the embedded server. */
export function urlOf(role: string, password: string, port: number, database = databaseName): string {
  return `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/** Makes both roles and the database where they are missing. Safe to run at every start. */
export async function provision(port: number, secrets: Secrets): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(rootRole, secrets.root, port, "postgres") });
  await client.connect();
  try {
    await ensureRole(client, ownerRole, secrets.owner, "createdb");
    await ensureRole(client, appRole, secrets.app, "nocreatedb");
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [databaseName]);
    if (rowCount === 0) {
      await client.query(`create database ${databaseName} owner ${ownerRole} template template0`);
      await client.query(`revoke all on database ${databaseName} from public`);
      await client.query(`grant connect on database ${databaseName} to ${appRole}`);
    }
  } finally {
    await client.end();
  }
}

async function ensureRole(client: pg.Client, role: string, password: string, right: "createdb" | "nocreatedb"): Promise<void> {
  const { rowCount } = await client.query("select 1 from pg_roles where rolname = $1", [role]);
  if (rowCount !== 0) return;
  await client.query(`create role ${role} login nosuperuser nobypassrls nocreaterole noreplication ${right} password ${client.escapeLiteral(password)}`);
}

const startingUp = new Set(["57P03", "ECONNREFUSED", "ECONNRESET"]);

/** Whether a failure only means that the server is still starting or recovering. */
export function isStartingUp(error: unknown): boolean {
  return startingUp.has((error as { code?: string }).code ?? "");
}

/** Tries to connect once. @throws what the server or the network answered. */
export async function ping(port: number, rootPassword: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(rootRole, rootPassword, port, "postgres"), connectionTimeoutMillis: 2_000 });
  client.on("error", () => {});
  try {
    await client.connect();
  } finally {
    await client.end().catch(() => {});
  }
}
