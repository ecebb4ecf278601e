import { rmSync } from "node:fs";
import { join } from "node:path";
import { alone } from "./lock.mjs";
import { inRoot, pnpm, present, tools } from "./paths.mjs";
import { quietly } from "./run.mjs";
import { say } from "./say.mjs";
import { digestOf, setStamp, stampIs } from "./stamps.mjs";

const stamp = join(tools, "stamps", "packages");

/** Installs the locked packages with pnpm; its store lies in .tools, so files are shared, not copied. */
export async function ensurePackages() {
  const digest = digestOf(inRoot("pnpm-lock.yaml"), inRoot("package.json"), inRoot("pnpm-workspace.yaml"));
  const done = () => stampIs(stamp, digest) && present(inRoot("node_modules", ".modules.yaml"));
  if (done()) return;
  await alone("packages", async () => {
    if (done()) return;
    say("Installing packages (under a minute the first time)…");
    const locks = `/tmp/pnpm-store-operation-locks-${process.getuid()}`;
    const before = present(locks);
    try {
      await quietly("pnpm install", pnpm, ["install", "--frozen-lockfile", "--prod=false", "--reporter=append-only", "--config.confirmModulesPurge=false"]);
    } finally {
      // pnpm leaves empty lock files there, whatever TMPDIR says; what was not there before is taken away.
      if (!before) rmSync(locks, { recursive: true, force: true });
    }
    setStamp(stamp, digest);
  });
}
