import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { capabilityNames, listing, listingFile, statementsOf } from "../../scripts/store-listings.ts";
import { sqlOf } from "../../scripts/lib/sql-templates.ts";
import { parse } from "../../scripts/lib/syntax.ts";
import { globalTables } from "../../src/db/global-tables.ts";
import { filesBelow, importsOf, root } from "./sources.ts";
import { foreign, tablesIn, withoutWorkspace } from "./store-rules.ts";

const capabilities = capabilityNames();
const migrations = filesBelow(["src/db/migrations", ...capabilities.map((c) => `src/capabilities/${c}/migrations`)], /\.sql$/);
const tables = tablesIn(migrations.map((file) => readFileSync(join(root, file), "utf8")).join("\n"));
const all = capabilities.flatMap((capability) => statementsOf(capability).map((found) => ({ capability, ...found })));

/** Statements that reach beyond their own schema, each with its reason. */
const reachesBeyond: Readonly<Record<string, string>> = {
  "jobs store/change.ts insertJob core.outbox": "a job and the event that wakes a worker are one statement",
  "jobs store/step.ts moved core.outbox": "the worker reports outside any operation, so no ctx.emit is there",
  "jobs store/step.ts waiting core.outbox": "as above",
  "governance store/journal.ts recordText core.outbox": "the audit row and the events of an act are one statement",
  "governance store/journal.ts countText core.outbox": "as above, for an ingest",
  "governance store/journal.ts announce core.outbox": "events of an ingest commit with its counts, in one statement",
  "tracking store/custom-values.ts announceRuns core.outbox": "custom metrics follow points outside any operation, so no ctx.emit is there",
  "governance store/approvals.ts announceApproval core.outbox": "an approval is asked for and settled outside its own operation",
};

/** Statements on tenant tables that name no workspace, each with its reason. */
const namesNoWorkspace: Readonly<Record<string, string>> = {
  "identity store/invitations.ts readHeldInvitation identity.invitations":
    "the link is presented before a workspace is known; policy `holder` shows only the row of that digest",
  "identity store/principals.ts readPresentedKey identity.keys":
    "the key is presented before a workspace is known; policy `holder` shows only the row of that digest",
  "identity store/principals.ts readHomeWorkspace identity.members": "asks in which workspaces a person is; policy `own` shows only that person's rows",
};

/** Files beside the stores that send SQL, each with its reason. */
const sqlElsewhere: Readonly<Record<string, string>> = {
  "src/main/worker.ts": "asks identity's view which workspaces there are, to run loops in each",
  "src/capabilities/datasets/access.ts": "keeps a transaction awake while a child process reads; touches no table",
};

test("every store.sql is what its store sends (node scripts/store-listings.ts)", () => {
  const stale = capabilities.filter((name) => !existsSync(listingFile(name)) || readFileSync(listingFile(name), "utf8") !== listing(name));
  assert.deepEqual(stale, []);
});

test("the tables of the migrations are known, and the global ones are among them", () => {
  assert.ok(tables.size > 40, `${tables.size} tables`);
  assert.deepEqual(
    Object.keys(globalTables).filter((name) => name !== "core.migrations" && tables.get(name) !== "table"),
    [],
  );
});

test("a store touches its own schema, and of others only what they publish as pub_*", () => {
  const wrong = all.flatMap(({ capability, file, name, sql }) => foreign(capability, sql, tables).map((table) => `${capability} ${file} ${name} ${table}`));
  assert.deepEqual(
    [...new Set(wrong)].filter((line) => !(line in reachesBeyond)),
    [],
  );
  assert.deepEqual(
    Object.keys(reachesBeyond).filter((line) => !wrong.includes(line)),
    [],
    "reasons nobody needs any more",
  );
});

test("a statement on a tenant table names the workspace", () => {
  const wrong = all.flatMap(({ capability, file, name, sql }) =>
    withoutWorkspace(sql, tables, globalTables).map((table) => `${capability} ${file} ${name} ${table}`),
  );
  assert.deepEqual(
    [...new Set(wrong)].filter((line) => !(line in namesNoWorkspace)),
    [],
  );
  assert.deepEqual(
    Object.keys(namesNoWorkspace).filter((line) => !wrong.includes(line)),
    [],
    "reasons nobody needs any more",
  );
});

test("the rules see what they forbid", () => {
  const own = new Map([
    ["tracking.runs", "table"],
    ["serving.predictions", "table"],
    ["serving.pub_traffic", "view"],
  ] as const);
  assert.deepEqual(foreign("tracking", "select id from serving.predictions where workspace_id = $1", own), ["serving.predictions"]);
  assert.deepEqual(foreign("tracking", "select id from serving.pub_traffic where workspace_id = $1", own), []);
  assert.deepEqual(foreign("tracking", "insert into serving.pub_traffic (workspace_id) values ($1)", own), ["serving.pub_traffic"]);
  assert.deepEqual(foreign("tracking", "select serving.secret_function($1)", own), ["serving.secret_function"]);
  assert.deepEqual(withoutWorkspace("delete from tracking.runs where id = $1", own, {}), ["tracking.runs"]);
  assert.deepEqual(withoutWorkspace("delete from tracking.runs where workspace_id = $1 and id = $2", own, {}), []);
  assert.deepEqual(withoutWorkspace("select workspace_id from tracking.runs where id = $1", own, {}), ["tracking.runs"]);
  assert.deepEqual(withoutWorkspace("delete from tracking.runs where id = $1", own, { "tracking.runs": "reason" }), []);
});

test("the listing follows constants, conditions that are pushed, and functions with one answer", () => {
  const source = parse(
    "store.ts",
    `const columns = raw("a, b");
     function own(ws: string) { return sql\`workspace_id = \${ws}\`; }
     export function list(tx: Tx, ws: string, f: F) {
       const where = [own(ws)];
       if (f.q) where.push(sql\`name = \${f.q}\`);
       return tx.rows(sql\`select \${columns} from x.y where \${and(where)} order by a \${raw(f.up ? "asc" : "desc")} limit \${f.limit}\`);
     }`,
  );
  const [found, ...more] = sqlOf([source]).filter((f) => f.whole);
  assert.equal(found?.sql, "select a, b from x.y where workspace_id = $1 [and name = $2] order by a {asc | desc} limit $3");
  assert.equal(found.name, "list");
  assert.deepEqual(more, []);
});

test("SQL is sent by stores only", () => {
  const senders = filesBelow(["src"], /\.ts$/).filter(
    (file) => !/^src\/db\/|\/store(\.ts|\/)|\.test\.ts$|[/-]factory\.ts$/.test(file) && importsOf(file).some(({ to }) => to === "src/db/sql.ts"),
  );
  assert.deepEqual(senders, Object.keys(sqlElsewhere).toSorted());
});
