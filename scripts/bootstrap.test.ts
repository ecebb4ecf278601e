import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { root } from "./lib/run.ts";

/** A checkout with nothing but what the bootstrap itself reads. */
describe("the bootstrap on a machine that lacks something", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "lumina-bootstrap-"));
    for (const part of ["scripts", "toolchain", "trainer/requirements.lock", "package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml"]) {
      cpSync(join(root, part), join(folder, part), { recursive: true });
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs a command of the bootstrap with only these programs on the path. */
  function bootstrap(word: string, programs: Record<string, string>): Promise<{ code: number | null; output: string }> {
    const path = mkdtempSync(join(folder, "path-"));
    for (const [name, text] of Object.entries(programs)) {
      writeFileSync(join(path, name), `#!/bin/sh\n${text}\n`);
      chmodSync(join(path, name), 0o755);
    }
    for (const name of ["sh", "env"]) symlinkSync(`/bin/${name}`, join(path, name));
    const child = spawn(process.execPath, [join(folder, "scripts/bootstrap.mjs"), word], {
      env: { PATH: path, HOME: join(folder, "home"), npm_config_fetch_retries: "0" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (output += data.toString()));
    return new Promise((resolve) => child.on("close", (code) => resolve({ code, output })));
  }

  test("an unknown command is answered with those that exist", async () => {
    const { code, output } = await bootstrap("strat", {});
    assert.equal(code, 1);
    assert.match(output, /no command "strat"[^]*start, test, verify, bench, drill, setup/);
  });

  test("a Python that is too old is named, with the fix", async () => {
    const { code, output } = await bootstrap("setup", { python3: "echo /usr/bin/python3; echo 3 9", npm: "exit 0" });
    assert.equal(code, 1);
    assert.match(output, /Python 3\.11 or newer is needed and was not found \(python3 is 3\.9\)[^]*apt-get install python3/);
  });

  test("no Python at all is named, with the fix", async () => {
    const { output } = await bootstrap("setup", { npm: "exit 0" });
    assert.match(output, /was not found \(no python3 on the path\)/);
  });

  test("a Python that cannot make environments is named, with the package to install", async () => {
    const { output } = await bootstrap("setup", {
      python3: 'if [ "$1" = -c ]; then echo "$0"; echo 3 12; else echo "ensurepip is not available" >&2; exit 1; fi',
      npm: "exec /bin/sleep 20",
    });
    assert.match(output, /cannot make a virtual environment: ensurepip is not available[^]*apt-get install python3-venv/);
  });

  test("a registry that does not answer is told from a broken package", async () => {
    const { code, output } = await bootstrap("packages", { npm: 'echo "npm error code ENOTFOUND" >&2; exit 1' });
    assert.equal(code, 1);
    assert.match(output, /npm ci failed \(exit 1\)[^]*registry could not be reached: check the network/);
  });

  test("a failed set-up leaves no stamp that says it was done", () => {
    mkdirSync(join(folder, ".tools", "stamps"), { recursive: true });
    assert.deepEqual(readdirSync(join(folder, ".tools", "stamps")), []);
  });
});
