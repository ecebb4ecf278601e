import { copyFileSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { alone } from "./lock.mjs";
import { inRoot, node, pnpm, present, tools } from "./paths.mjs";
import { quietly } from "./run.mjs";
import { Problem, say } from "./say.mjs";
import { digestOf, setStamp, stampIs } from "./stamps.mjs";

const files = ["package.json", "package-lock.json"];
const stamp = join(tools, "stamps", "toolchain");

/** Refuses machines that the locked binaries do not run on. */
export function checkMachine() {
  const fits = process.platform === "linux" && ["x64", "arm64"].includes(process.arch);
  if (!fits)
    throw new Problem(
      `LuminaOps runs on Linux x64 and arm64; this is ${process.platform} ${process.arch}.`,
      "Use a Linux machine, a virtual machine, or WSL 2.",
    );
}

function checkLibc() {
  if (process.report?.getReport().header.glibcVersionRuntime) return;
  throw new Problem("This Linux has no glibc, which the locked Node and PostgreSQL need.", "Use Debian, Ubuntu, Fedora or another glibc distribution.");
}

/** Fetches the locked Node and pnpm into .tools. */
export async function ensureToolchain() {
  const digest = digestOf(...files.map((file) => inRoot("toolchain", file)));
  if (stampIs(stamp, digest) && present(node) && present(pnpm)) return;
  checkLibc();
  await alone("toolchain", async () => {
    if (stampIs(stamp, digest) && present(node) && present(pnpm)) return;
    say("Fetching Node 26 and pnpm…");
    const folder = join(tools, "toolchain");
    mkdirSync(folder, { recursive: true });
    for (const file of files) copyFileSync(inRoot("toolchain", file), join(folder, file));
    const args = ["ci", "--ignore-scripts", "--include=optional", "--no-audit", "--no-fund", "--logs-max=0", `--cache=${join(tools, "cache", "npm")}`];
    const npm = process.env.npm_execpath;
    if (npm?.endsWith(".js")) await quietly("npm ci", process.execPath, [npm, ...args], { cwd: folder });
    else await quietly("npm ci", "npm", args, { cwd: folder });
    link("node", join(folder, "node_modules", `node-linux-${process.arch}`, "bin", "node"));
    link("pnpm", join(folder, "node_modules", "@pnpm", `exe.linux-${process.arch}`, "pnpm"));
    rmSync(join(tools, "cache", "npm"), { recursive: true, force: true });
    setStamp(stamp, digest);
  });
}

function link(name, target) {
  if (!present(target)) throw new Problem(`The toolchain came without ${name} (${target}).`, "Delete .tools and run the same command again.");
  const at = join(tools, "bin", name);
  mkdirSync(join(tools, "bin"), { recursive: true });
  rmSync(at, { force: true });
  symlinkSync(target, at);
}
