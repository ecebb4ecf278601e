import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createRegistry } from "../src/kernel/registry.ts";
import { capabilities } from "../src/main/capabilities.ts";
import { pythonText } from "./clients/python.ts";
import { modelOf } from "./clients/shape.ts";
import { typescriptText } from "./clients/typescript.ts";
import { root } from "./lib/run.ts";

const model = modelOf(createRegistry(capabilities).specs);
const files: Readonly<Record<string, string>> = {
  "clients/python/src/luminaops/_generated.py": pythonText(model),
  "clients/typescript/src/generated.ts": typescriptText(model),
};

/** Writes the generated half of the clients; with `--check` it only tells whether they are up to date. */
const check = process.argv.includes("--check");
let stale = 0;
for (const [file, text] of Object.entries(files)) {
  const path = join(root, file);
  if (check) {
    if (readFileSync(path, "utf8") !== text) {
      console.log(`${file} is not what the operations say. Run \`node scripts/clients.ts\`.`);
      stale += 1;
    }
    continue;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
process.exit(stale === 0 ? 0 : 1);
