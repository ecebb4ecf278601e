import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startPostgres } from "../src/db/embedded/start.ts";
import { migrate } from "../src/db/migrate.ts";
import { capabilities } from "../src/main/capabilities.ts";
import { root } from "./lib/run.ts";
import { schemaText } from "./lib/schema.ts";

/** Writes docs/schema.sql from an empty database that all migrations ran on. */
const home = mkdtempSync(join(tmpdir(), "lumina-schema-"));
const postgres = await startPostgres({ home, temporary: true, overrides: { fsync: "off" } });
await migrate(postgres.ownerUrl, capabilities, "lumina_app");
const client = new pg.Client({ connectionString: postgres.rootUrl });
await client.connect();
writeFileSync(join(root, "docs/schema.sql"), await schemaText(client));
await client.end();
await postgres.stop();
rmSync(home, { recursive: true, force: true });
