import { existsSync, globSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./lib/run.ts";
import { sqlOf, type Found } from "./lib/sql-templates.ts";
import { parse } from "./lib/syntax.ts";

const head = `-- Written by \`node scripts/store-listings.ts\` from the store files beside it; a test compares.
-- $n is bound, [x] may be left out, {x} is chosen by code from what it allows.
`;

/** Capabilities that have a store, sorted. */
export function capabilityNames(): string[] {
  const folder = join(root, "src/capabilities");
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, "store.ts")) || existsSync(join(folder, name, "store")))
    .toSorted();
}

/** Every piece of SQL a capability's store sends, in the order of its files. */
export function statementsOf(capability: string): Found[] {
  const folder = join(root, "src/capabilities", capability);
  const files = globSync(["store.ts", "store/**/*.ts"], { cwd: folder }).filter((file) => !file.endsWith(".test.ts"));
  return sqlOf(files.toSorted().map((file) => parse(file, readFileSync(join(folder, file), "utf8"))));
}

/** The text of a capability's `store.sql`. */
export function listing(capability: string): string {
  const blocks = statementsOf(capability).map(({ file, name, sql, whole }) => `\n-- ${file} ${name}${whole ? "" : " (part)"}\n${sql};\n`);
  return head + blocks.join("");
}

export function listingFile(capability: string): string {
  return join(root, "src/capabilities", capability, "store.sql");
}

if (import.meta.main) {
  for (const name of capabilityNames()) writeFileSync(listingFile(name), listing(name));
}
