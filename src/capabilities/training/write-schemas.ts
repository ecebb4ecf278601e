import { writeFileSync } from "node:fs";
import { schemas } from "./contract/protocol.ts";

const gen = new URL("../../../gen/", import.meta.url);
for (const [name, schema] of Object.entries(schemas())) writeFileSync(new URL(name, gen), `${JSON.stringify(schema, null, 2)}\n`);
