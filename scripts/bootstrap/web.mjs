import { readdirSync } from "node:fs";
import { join } from "node:path";
import { alone } from "./lock.mjs";
import { inRoot, node, present, tools } from "./paths.mjs";
import { quietly } from "./run.mjs";
import { say } from "./say.mjs";
import { digestOf, setStamp, stampIs, treeDigest } from "./stamps.mjs";

const stamp = join(tools, "stamps", "web");
const config = inRoot("vite.config.ts");

/** The page is made of its own folder and of the contracts, never of handlers. */
function sources() {
  const capabilities = inRoot("src", "capabilities");
  const contracts = readdirSync(capabilities).flatMap((name) => [join(capabilities, name, "contract.ts"), join(capabilities, name, "contract")]);
  return [inRoot("src", "web"), inRoot("src", "kernel", "contract"), ...contracts, config];
}

/** Builds the page when something it is made of changed. */
export async function ensureWeb() {
  const now = () => treeDigest(sources(), digestOf(inRoot("pnpm-lock.yaml")));
  const done = () => stampIs(stamp, now()) && present(inRoot("dist", "web", "index.html"));
  if (done()) return;
  await alone("web", async () => {
    if (done()) return;
    say("Building the page…");
    const digest = now();
    await quietly("vite build", node, [inRoot("node_modules", "vite", "bin", "vite.js"), "build", "--config", config]);
    setStamp(stamp, digest);
  });
}
