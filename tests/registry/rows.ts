import { after } from "node:test";
import pg from "pg";
import { app } from "../harness.ts";

let client: Promise<pg.Client> | undefined;
let counting: string | undefined;

after(async () => (await client)?.end());

async function connected(): Promise<pg.Client> {
  const { rootUrl } = await app();
  const made = new pg.Client({ connectionString: rootUrl });
  made.on("error", () => undefined); // the server may be stopped first
  await made.connect();
  return made;
}

/** Rows per tenant table of one workspace, as nobody but a superuser could count them; audit tables apart. */
export async function rowsOf(workspaceId: string): Promise<Record<string, number>> {
  const root = await (client ??= connected());
  counting ??= await countingStatement(root);
  const { rows } = await root.query<{ name: string; n: number }>(counting, [workspaceId]);
  return Object.fromEntries(rows.map((r) => [r.name, r.n]));
}

async function countingStatement(root: pg.Client): Promise<string> {
  const { rows } = await root.query<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id'
    where c.relkind in ('r', 'p') and c.relrowsecurity and n.nspname not in ('pg_catalog', 'information_schema')
      and not (n.nspname = 'governance' and c.relname like 'audit%')`);
  return rows.map(({ name }) => `select '${name}' as name, count(*)::int as n from ${name} where workspace_id = $1`).join(" union all ");
}

/** How often an operation stands in the audit log of a workspace with this outcome. */
export async function auditCount(workspaceId: string, operation: string, outcome: string): Promise<number> {
  const root = await (client ??= connected());
  const { rows } = await root.query<{ n: number }>(
    "select count(*)::int as n from governance.pub_audit where workspace_id = $1 and operation = $2 and outcome = $3",
    [workspaceId, operation, outcome],
  );
  return rows[0]?.n ?? 0;
}
