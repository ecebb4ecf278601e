import { filesOf } from "./lib/node-tests.ts";
import { run } from "./lib/run.ts";

/** In the order they run; other files of `bench/` are their parts. */
const benchmarks = ["kernel", "tracking", "tracking-store", "serving", "serving-mlflow", "page"];

/** `npm run bench`: every benchmark; `npm run bench -- serving --full`: one, with its flags. */
const words = process.argv.slice(2).filter((text) => text !== "--");
const flags = words.filter((text) => text.startsWith("-"));
const named = words.filter((text) => !text.startsWith("-"));
const unknown = named.filter((name) => !benchmarks.includes(name));
if (unknown.length > 0) {
  console.error(`No benchmark is called ${unknown.join(" or ")}. There are: ${benchmarks.join(", ")}.`);
  process.exit(2);
}
let failed = 0;
for (const name of named.length > 0 ? named : benchmarks) {
  for (const file of filesOf([`bench/${name}.ts`, `bench/${name}/index.ts`])) {
    console.log(`\n── ${file}`);
    const code = await run(process.execPath, ["--disable-warning=ExperimentalWarning", file, ...flags], { limitMs: 7_200_000 });
    if (code !== 0) failed += 1;
  }
}
process.exit(failed === 0 ? 0 : 1);
