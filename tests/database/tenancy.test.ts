import assert from "node:assert/strict";
import { randomUUIDv7 } from "node:crypto";
import { after, before, describe, test } from "node:test";
import pg from "pg";
import { globalTables } from "../../src/db/global-tables.ts";
import { migrate } from "../../src/db/migrate.ts";
import { capabilities } from "../../src/main/capabilities.ts";
import { emptyDatabase, type Empty } from "./empty.ts";
import { allTables, fill, type Table } from "./rows.ts";

/** Functions that run with their owner's rights, each with its reason. */
const definers: Readonly<Record<string, string>> = {
  "governance.unlinked": "tells the chainer which workspaces have unlinked rows; answers ids and a watermark only",
};

/** Policies beside `tenant`, each with its reason. */
const otherPolicies: Readonly<Record<string, string>> = {
  "governance.audit chainer": "applies to the owner of governance.unlinked only, which is not the application",
  "governance.audit_chain chainer": "as above",
  "governance.audit_counts chainer": "as above",
  "identity.members own": "a signed-in person sees their own memberships before choosing a workspace",
  "identity.keys holder": "a presented key is looked up by its digest before its workspace is known",
  "identity.invitations holder": "a presented invitation is looked up by its digest",
};

const [mine, theirs] = [randomUUIDv7(), randomUUIDv7()];
let db: Empty;
let tables: Table[] = [];
let client: pg.Client;

describe("tenancy, tried in SQL as the application", () => {
  before(async () => {
    db = await emptyDatabase();
    await migrate(db.ownerUrl, capabilities, "lumina_app");
    tables = await allTables(db.root);
    await fill(db.root, tables, [mine, theirs]);
    client = new pg.Client({ connectionString: db.appUrl });
    await client.connect();
  });

  after(async () => {
    await client?.end();
    await db?.drop();
  });

  /** Acts as the application in a workspace and takes everything back. */
  async function inWorkspace<T>(workspaceId: string, body: () => Promise<T>): Promise<T> {
    await client.query("begin");
    await client.query("select set_config('lumina.workspace', $1, true)", [workspaceId]);
    try {
      return await body();
    } finally {
      await client.query("rollback");
    }
  }

  /** Rows a statement touched, or the refusal's code. */
  async function touched(statement: string): Promise<number | string> {
    await client.query("savepoint attempt");
    try {
      return (await client.query(statement)).rowCount ?? 0;
    } catch (error) {
      await client.query("rollback to attempt");
      return (error as { code?: string }).code ?? "unknown";
    }
  }

  const tenant = (): Table[] => tables.filter((table) => !(table.name in globalTables));

  test("every table is protected, or stands in the reasoned list of global ones", () => {
    const wrong = tenant().filter((t) => !(t.rls && t.forced && t.policies.includes("tenant") && t.columns.some((c) => c.name === "workspace_id")));
    assert.deepEqual(
      wrong.map((t) => t.name),
      [],
    );
    assert.deepEqual(
      Object.keys(globalTables).filter((name) => !tables.some((t) => t.name === name)),
      [],
      "global tables that do not exist",
    );
    assert.ok(tenant().length > 25, `${tenant().length} tenant tables`);
  });

  test("a policy beside the tenant's has its reason", () => {
    const others = tables.flatMap((t) => t.policies.filter((p) => p !== "tenant").map((p) => `${t.name} ${p}`));
    assert.deepEqual(others.toSorted(), Object.keys(otherPolicies).toSorted());
  });

  test("workspace_id is not null and stands in every primary and unique key of a tenant table", async () => {
    const { rows } = await db.root.query<{ key: string }>(`
    select format('%I.%I %I', n.nspname, c.relname, x.relname) as key
    from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id'
    where c.relrowsecurity and (not a.attnotnull or (i.indisunique and not a.attnum = any(i.indkey::int2[])))`);
    const digests = rows.map((row) => row.key).filter((key) => !/^identity\.(keys|invitations) \w+_digest_/.test(key));
    assert.deepEqual(digests, []);
  });

  test("the application role owns nothing, is no superuser, passes no policy, and may make neither roles nor databases", async () => {
    const { rows } = await db.root.query(`
    select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
      (select count(*)::int from pg_class where relowner = r.oid) + (select count(*)::int from pg_proc where proowner = r.oid)
        + (select count(*)::int from pg_namespace where nspowner = r.oid) as owns,
      (select count(*)::int from pg_auth_members where member = r.oid) as memberships
    from pg_roles r where rolname = 'lumina_app'`);
    assert.deepEqual(rows, [
      { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, rolreplication: false, owns: 0, memberships: 0 },
    ]);
    for (const statement of [
      "create table core.mine (id int)",
      "create schema mine",
      "create table public.mine (id int)",
      "alter table tracking.runs disable row level security",
    ])
      assert.equal(await inWorkspace(mine, () => touched(statement)), "42501", statement);
  });

  test("without WHERE, reading, changing and deleting reach only the rows of the workspace, in every tenant table", async () => {
    for (const { name } of tenant()) {
      await inWorkspace(mine, async () => {
        const { rows } = await client.query<{ workspace_id: string }>(`select workspace_id from ${name}`);
        assert.deepEqual(rows, [{ workspace_id: mine }], `${name}: select`);
        for (const statement of [`update ${name} set workspace_id = workspace_id`, `delete from ${name}`]) {
          const result = await touched(statement);
          assert.ok(result === 1 || result === "42501", `${statement}: ${result}`);
        }
      });
    }
  });

  test("a row can neither be written into another workspace nor moved there, in any tenant table", async () => {
    for (const { name, columns } of tenant()) {
      await inWorkspace(mine, async () => {
        const given = columns.filter((column) => !column.own).map((column) => column.name);
        const values = given.map((column) => (column === "workspace_id" ? `'${theirs}'` : column));
        assert.equal(
          await touched(`insert into ${name} (${given.join(", ")}) overriding system value select ${values.join(", ")} from ${name}`),
          "42501",
          `${name}: insert`,
        );
        assert.equal(await touched(`update ${name} set workspace_id = '${theirs}'`), "42501", `${name}: move`);
      });
    }
  });

  test("without a workspace nothing of any tenant table is seen", async () => {
    for (const { name } of tenant()) {
      const { rows } = await client.query(`select 1 from ${name}`);
      assert.equal(rows.length, 0, name);
    }
  });

  test("every view asks with the rights of who reads it, and shows nothing of another workspace", async () => {
    const { rows } = await db.root.query<{ name: string; invoker: boolean; tenant: boolean; granted: boolean }>(`
    select format('%I.%I', n.nspname, c.relname) as name, coalesce('security_invoker=true' = any(c.reloptions), false) as invoker,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id') as tenant,
      has_table_privilege('lumina_app', c.oid, 'select') as granted
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('v', 'm') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'`);
    assert.deepEqual(
      rows.filter((view) => !view.invoker),
      [],
    );
    for (const { name } of rows.filter((view) => view.tenant && view.granted)) {
      await inWorkspace(mine, async () => {
        const seen = await client.query<{ workspace_id: string }>(`select workspace_id from ${name}`);
        assert.deepEqual(
          seen.rows.filter((row) => row.workspace_id !== mine),
          [],
          name,
        );
      });
    }
  });

  test("a function that runs with its owner's rights has its reason and a fixed search path", async () => {
    const { rows } = await db.root.query<{ name: string; fixed: boolean }>(`
    select format('%I.%I', n.nspname, p.proname) as name, coalesce(array_to_string(p.proconfig, ',') like '%search_path=%', false) as fixed
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where p.prosecdef and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'`);
    assert.deepEqual(
      rows,
      Object.keys(definers).map((name) => ({ name, fixed: true })),
    );
  });
});
