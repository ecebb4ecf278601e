import { filesOf, nodeTests } from "./lib/node-tests.ts";
import { sentence } from "./lib/totals.ts";

/** `npm run drill`: every long test; `npm run drill -- recovery`: those whose name contains the word. */
const words = process.argv.slice(2);
const files = filesOf(["tests/drills/**/*.drill.ts"]).filter((file) => words.length === 0 || words.some((word) => file.includes(word)));
if (files.length === 0) {
  console.error(`No drill is called ${words.join(" or ")}. There are:\n  ${filesOf(["tests/drills/**/*.drill.ts"]).join("\n  ")}`);
  process.exit(2);
}
const totals = await nodeTests({ patterns: files, exclude: () => false, shared: false, timeoutMs: 3_600_000 });
console.log(sentence(totals));
process.exit(totals.failed > 0 || totals.passed === 0 ? 1 : 0);
