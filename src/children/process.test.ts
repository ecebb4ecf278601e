import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { after, describe, test } from "node:test";
import { lines } from "./lines.ts";
import { processes } from "./process.ts";

const children = processes();
after(() => children.close());

const alive = (pid: number): boolean => existsSync(`/proc/${pid}`) && !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));

async function until(what: () => boolean, ms: number): Promise<boolean> {
  for (const end = Date.now() + ms; Date.now() < end;) {
    if (what()) return true;
    await new Promise((done) => setTimeout(done, 20));
  }
  return what();
}

describe("children", () => {
  test("a child speaks over its pipes and its exit is told", async () => {
    const child = await children.start("sh", ["-c", "cat; echo two; echo no >&2; exit 3"]);
    const complaint = text(child.stderr);
    child.stdin.end("one\n");
    const seen: string[] = [];
    for await (const line of lines(child.stdout)) seen.push(line);
    assert.deepEqual(seen, ["one", "two"]);
    assert.equal(await complaint, "no\n");
    assert.deepEqual(await child.exited, { code: 3, signal: null, cancelled: false });
  });

  test("cancel ends the whole group, also one that ignores SIGTERM", async () => {
    const child = await children.start("sh", ["-c", "trap '' TERM; sh -c 'trap \"\" TERM; echo $$; while :; do sleep 0.1; done' & wait"], { graceMs: 200 });
    const first = await lines(child.stdout).next();
    const grandchild = Number(first.value);
    assert.ok(alive(grandchild));
    const exit = await child.cancel();
    assert.equal(exit.cancelled, true);
    assert.ok(await until(() => !alive(grandchild), 2000));
  });

  test("an abort signal cancels", async () => {
    const stop = new AbortController();
    const child = await children.start("sleep", ["60"], { signal: stop.signal });
    stop.abort();
    assert.deepEqual(await child.exited, { code: null, signal: "SIGTERM", cancelled: true });
  });

  test("the group dies with its parent", async () => {
    const script = `
      import { processes } from ${JSON.stringify(new URL("./process.ts", import.meta.url).href)};
      const child = await processes().start("sleep", ["60"], { graceMs: 200 });
      console.log(child.pid);
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    const first = await lines(parent.stdout).next();
    const pid = Number(first.value);
    assert.ok(alive(pid));
    parent.kill("SIGKILL");
    assert.ok(await until(() => !alive(pid), 5000));
  });

  test("a memory limit stops a greedy child", async () => {
    const child = await children.start("python3", ["-c", "x = bytearray(400_000_000); print(len(x))"], { limits: { memoryBytes: 100_000_000 } });
    child.stderr.resume();
    assert.equal(await text(child.stdout), "");
    assert.notEqual((await child.exited).code, 0);
  });

  test("a CPU limit stops a spinning child", async () => {
    const child = await children.start("sh", ["-c", "while :; do :; done"], { limits: { cpuSeconds: 1 } });
    const exit = await child.exited;
    assert.ok(exit.signal !== null);
  });

  test("nothing of our environment leaks into a child", async () => {
    process.env["SECRET_OF_THE_PARENT"] = "x";
    const child = await children.start("env", []);
    assert.doesNotMatch(await text(child.stdout), /SECRET_OF_THE_PARENT/);
    delete process.env["SECRET_OF_THE_PARENT"];
  });

  test("a program that does not exist ends with code 127", async () => {
    const child = await children.start("/no/such/program", []);
    assert.match(await text(child.stderr), /not found|No such file/);
    assert.equal((await child.exited).code, 127);
  });
});
