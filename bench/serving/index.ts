import { fork } from "node:child_process";
import { once } from "node:events";
import { cpus } from "node:os";
import { join } from "node:path";
import { measure, table } from "../load.ts";

interface Ready {
  url: string;
  key: string;
  deployments: Record<"durable" | "relaxed", string>;
}

// One row per request; `--full` takes ten times as long.
const seconds = process.argv.includes("--full") ? 30 : 3;
const child = fork(join(import.meta.dirname, "../product-server.ts"), { execArgv: ["--disable-warning=ExperimentalWarning"] });
const [ready] = (await once(child, "message")) as [Ready];
const body = JSON.stringify({ rows: [{ Age: 29, Fare: 7.9, Sex: "female" }] });
const headers = { authorization: `Bearer ${ready.key}`, "content-type": "application/json" };
const lines: (string | number)[][] = [];
let failed = 0;
for (const log of ["durable", "relaxed"] as const)
  for (const connections of [1, 8, 32, 64]) {
    const path = `/api/v1/deployments/${ready.deployments[log]}/predict`;
    const m = await measure({ url: ready.url, connections, seconds, requests: [{ method: "POST", path, body }], headers });
    failed += m.failed;
    lines.push([log, connections, m.perSecond, m.p50Ms, m.p99Ms, m.failed]);
  }
child.send("stop");
const [{ logged }] = (await once(child, "message")) as [{ logged: number }];
console.log(`One-row predictions over HTTP, ${cpus().length} cores shared by server, PostgreSQL and load; ${seconds} s each.\n`);
console.log(table(["log", "connections", "predictions/s", "p50 ms", "p99 ms", "failed"], lines));
console.log(`\n${logged} predictions stand in the log.`);
await once(child, "exit");
process.exit(failed === 0 ? 0 : 1);
