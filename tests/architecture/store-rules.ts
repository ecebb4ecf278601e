export type Relations = ReadonlyMap<string, "table" | "view" | "function" | "sequence">;

/** Tables, views, functions and sequences that migrations create, by `schema.name`. */
export function tablesIn(migrations: string): Relations {
  const found = new Map<string, "table" | "view" | "function" | "sequence">();
  for (const [, kind = "", name = ""] of migrations.matchAll(
    /create (?:or replace )?(?:unlogged )?(table|view|function|sequence) (?:if not exists )?(\w+\.\w+)/gi,
  )) {
    found.set(name, kind.toLowerCase() as "table");
  }
  return found;
}

/** Everything of another schema that a statement names, but for reading what is published as `pub_*`. */
export function foreign(capability: string, sql: string, relations: Relations): string[] {
  const schemas = new Set([...relations.keys()].map((name) => name.split(".")[0]));
  const text = withoutStrings(sql);
  const named = [...text.matchAll(/(\b(?:into|update|delete from|lock table|truncate)\s+)?\b([a-z_]+)\.([a-z_0-9]+)\b/gi)];
  return named.flatMap(([, writes, schema = "", name = ""]) => {
    if (schema === capability || !schemas.has(schema)) return [];
    return name.startsWith("pub_") && writes === undefined ? [] : [`${schema}.${name}`];
  });
}

/**
 * Tenant tables and views a statement names although it neither compares nor inserts a workspace: `workspace_id = …`
 * (or a row comparison, or `using (workspace_id …)`) where it reads, changes or deletes; the column where it inserts.
 */
export function withoutWorkspace(sql: string, relations: Relations, globals: Readonly<Record<string, string>>): string[] {
  const text = withoutStrings(sql);
  const compares = /\bworkspace_id\s*(=|is not distinct from)|=\s*(\w+\.)?workspace_id\b/i.test(text);
  const inserts = /\binsert into [\w.]+(\s+as\s+\w+)?\s*\(\s*workspace_id\b/i.test(text) && !/\b(from|update|join)\s+\w+\.\w+/i.test(text);
  if (compares || inserts) return [];
  const named = [...text.matchAll(/\b(?:from|join|into|update)\s+(?:only\s+)?(\w+\.\w+)/gi)].map(([, name = ""]) => name);
  return [...new Set(named)].filter((name) => ["table", "view"].includes(relations.get(name) ?? "") && !(name in globals));
}

function withoutStrings(sql: string): string {
  return sql.replaceAll(/'[^']*'|"[^"]*"/g, "''");
}
