import { mkdirSync, writeFileSync } from "node:fs";
import { corpus } from "./corpus/expand.ts";
import { learn } from "./corpus/learn.ts";
import { listed } from "./planners/weights.ts";

/** Learns the table of each language that has a corpus: `node src/capabilities/assistant/write-weights.ts`. */
const gen = new URL("../../../gen/assistant/", import.meta.url);
mkdirSync(gen, { recursive: true });
writeFileSync(new URL("en.json", gen), listed(learn(corpus("en"))));
