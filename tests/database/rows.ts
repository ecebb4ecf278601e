import { randomUUIDv7 } from "node:crypto";
import type { Client } from "pg";

export interface Column {
  name: string;
  /** As `format_type` says it. */
  type: string;
  /** Array, enum and base types, for choosing a value. */
  kind: string;
  /** Filled by the database. */
  own: boolean;
}

export interface Table {
  name: string;
  rls: boolean;
  forced: boolean;
  policies: string[];
  columns: Column[];
}

/** Every table outside the system's schemas. */
export async function allTables(root: Client): Promise<Table[]> {
  const { rows } = await root.query<Table>(`
    select format('%I.%I', n.nspname, c.relname) as name, c.relrowsecurity as rls, c.relforcerowsecurity as forced,
      array(select polname::text from pg_policy where polrelid = c.oid order by 1) as policies,
      (select jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'kind', t.typcategory,
          'own', a.attgenerated <> '' or a.attidentity <> '') order by a.attnum)
        from pg_attribute a join pg_type t on t.oid = a.atttypid where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname not like 'pg\\_%' and n.nspname not in ('information_schema')
    order by 1`);
  return rows;
}

/**
 * Puts one row per workspace into every table that has a workspace. Checks, references and triggers are out of force for it:
 * what a row says does not matter to a policy, that it is there does.
 */
export async function fill(root: Client, tables: readonly Table[], workspaces: readonly string[]): Promise<void> {
  const { rows } = await root.query<{ statement: string }>(`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as statement from pg_constraint k join pg_namespace n on n.oid = k.connamespace
    where contype = 'c' and conrelid <> 0 and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'`);
  for (const { statement } of rows) await root.query(statement);
  await root.query("set session_replication_role = replica");
  for (const { name, columns } of tables) {
    if (!columns.some((column) => column.name === "workspace_id")) continue;
    const given = columns.filter((column) => !column.own);
    const names = given.map((column) => `"${column.name}"`).join(", ");
    const places = given.map((column, i) => `$${i + 1}::text::${column.type}`).join(", ");
    for (const workspaceId of workspaces) {
      const values = given.map((column) => (column.name === "workspace_id" ? workspaceId : valueOf(column)));
      await root.query(`insert into ${name} (${names}) values (${places})`, values);
    }
  }
  await root.query("set session_replication_role = origin");
}

function valueOf({ type, kind }: Column): string {
  if (type === "uuid") return randomUUIDv7();
  if (type === "jsonb" || type === "json") return '{"target": "x"}'; // registry.versions derives a column from it
  if (type === "bytea") return `\\x${randomUUIDv7().replaceAll("-", "")}`;
  if (type === "xid8") return "1";
  if (kind === "A") return "{}";
  if (kind === "B") return "false";
  if (kind === "N") return "1";
  if (kind === "D") return "2026-01-01T00:00:00Z";
  return randomUUIDv7().slice(0, 8);
}
