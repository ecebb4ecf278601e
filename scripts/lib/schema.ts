import type { Client } from "pg";

const schemas = "n.nspname not like 'pg\\_%' and n.nspname not in ('information_schema', 'public')";

interface Relation {
  oid: number;
  name: string;
  kind: "r" | "p" | "v";
  rls: string;
}

/**
 * Everything the migrations made, as text that does not depend on their order: tables with columns, keys, indexes and
 * policies, then views; of functions the signature and a digest of the body. Asked from the catalogue, since the packaged PostgreSQL comes without pg_dump.
 */
export async function schemaText(client: Client): Promise<string> {
  const column = async (query: string, values: unknown[] = []): Promise<string[]> =>
    (await client.query<{ line: string }>(query, values)).rows.map((row) => row.line);
  const { rows: relations } = await client.query<Relation>(`
    select c.oid::int, format('%I.%I', n.nspname, c.relname) as name, c.relkind as kind,
      case when c.relforcerowsecurity then 'row-level security forced' when c.relrowsecurity then 'row-level security enabled' else 'global' end as rls
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v') and ${schemas} order by n.nspname, c.relname collate "C"`);
  const blocks: string[] = [];
  for (const { oid, name, kind, rls } of relations) {
    if (kind === "v") {
      const [definition = ""] = await column("select pg_get_viewdef($1::oid) as line", [oid]);
      const [options = ""] = await column("select array_to_string(reloptions, ', ') as line from pg_class where oid = $1", [oid]);
      blocks.push(`create view ${name} with (${options}) as\n${definition}`);
      continue;
    }
    const columns = await column(
      `select format('  %I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod), case when a.attnotnull then ' not null' else '' end,
         coalesce(case when a.attidentity <> '' then ' generated as identity' when a.attgenerated <> '' then ' generated as (' || pg_get_expr(d.adbin, d.adrelid) || ')'
           else ' default ' || pg_get_expr(d.adbin, d.adrelid) end, '')) as line
       from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
       where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped order by a.attnum`,
      [oid],
    );
    const constraints = await column(
      `select format('  constraint %I %s', conname, pg_get_constraintdef(oid)) as line from pg_constraint
       where conrelid = $1 and contype <> 'n' order by contype desc, conname collate "C"`,
      [oid],
    );
    const indexes = await column(
      `select pg_get_indexdef(i.indexrelid) || ';' as line from pg_index i join pg_class c on c.oid = i.indexrelid
       where i.indrelid = $1 and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
       order by c.relname collate "C"`,
      [oid],
    );
    const policies = await column(
      `select format('create policy %I on ${name} for %s%s%s%s;', polname,
         case polcmd when '*' then 'all' when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' else 'delete' end,
         coalesce(' to ' || (select string_agg(rolname, ', ') from pg_roles where pg_roles.oid = any(polroles)), ''),
         coalesce(' using ' || pg_get_expr(polqual, polrelid), ''), coalesce(' with check ' || pg_get_expr(polwithcheck, polrelid), '')) as line
       from pg_policy where polrelid = $1 order by polname collate "C"`,
      [oid],
    );
    const triggers = await column(
      `select pg_get_triggerdef(oid) || ';' as line from pg_trigger where tgrelid = $1 and not tgisinternal order by tgname collate "C"`,
      [oid],
    );
    const grants = await column(
      `select format('grant %s on ${name} to %I;', string_agg(lower(g.privilege_type), ', ' order by g.privilege_type), r.rolname) as line
       from pg_class c cross join aclexplode(c.relacl) g join pg_roles r on r.oid = g.grantee where c.oid = $1 and r.oid <> c.relowner group by r.rolname order by 1`,
      [oid],
    );
    blocks.push(
      [`create table ${name} ( -- ${rls}`, `${[...columns, ...constraints].join(",\n")}\n);`, ...indexes, ...policies, ...grants, ...triggers].join("\n"),
    );
  }
  const functions = await column(
    `select format('create function %s returns %s language %s%s%s%s; -- body %s', p.oid::regprocedure, pg_get_function_result(p.oid), l.lanname,
       case p.provolatile when 'i' then ' immutable' when 's' then ' stable' else '' end, case when p.prosecdef then ' security definer' else '' end,
       coalesce(' set ' || array_to_string(p.proconfig, ', '), ''), left(encode(sha256(convert_to(coalesce(pg_get_function_sqlbody(p.oid), p.prosrc), 'UTF8')), 'hex'), 16)) as line
     from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
     where ${schemas} and p.prokind in ('f', 'p') order by p.oid::regprocedure::text collate "C"`,
  );
  const head = "-- Written by `node scripts/schema.ts` from a database all migrations ran on; a test compares.\n";
  return `${[head, ...blocks, functions.join("\n")].map((block) => block.replaceAll(/[ \t]+$/gm, "").trim()).join("\n\n")}\n`;
}
