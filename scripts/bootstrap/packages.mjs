import { lstatSync, rmSync } from "node:fs";
import { join } from "node:path";
import { alone } from "./lock.mjs";
import { inRoot, pnpm, present, tools } from "./paths.mjs";
import { quietly } from "./run.mjs";
import { Problem, say } from "./say.mjs";
import { digestOf, setStamp, stampIs } from "./stamps.mjs";

const stamp = join(tools, "stamps", "packages");

/** Installs the locked packages with pnpm; its store lies in .tools, so files are shared, not copied. */
export async function ensurePackages() {
  const digest = digestOf(inRoot("pnpm-lock.yaml"), inRoot("package.json"), inRoot("pnpm-workspace.yaml"));
  const done = () => stampIs(stamp, digest) && present(inRoot("node_modules", ".modules.yaml"));
  if (done()) return;
  await alone("packages", async () => {
    if (done()) return;
    refuseLink(inRoot("node_modules"));
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

/** An install through a link would rewrite the packages of the checkout that it leads to. */
function refuseLink(folder) {
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  throw new Problem(
    `${folder} is a link into another checkout.`,
    `Remove it (rm ${folder}) and run the same command again: packages are shared through hard links anyway.`,
  );
}
