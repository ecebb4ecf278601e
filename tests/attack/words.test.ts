import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Target } from "./target.ts";

let target: Target;
before(async () => void (target = await Target.start()));
after(() => target.stop());

async function cli(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(join(import.meta.dirname, "../../lumina"), args, {
    env: { ...process.env, LUMINA_HOME: join(target.folder, "cli"), LUMINA_URL: target.url, LUMINA_KEY: target.key },
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (data: Buffer) => (out += data.toString()));
  child.stderr.on("data", (data: Buffer) => (err += data.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { code, out, err };
}

test("a target that cannot be learned is refused before anything starts, by name and with what would do", async () => {
  const rows = (value: (i: number) => string): string => `x,empty,y\n${Array.from({ length: 60 }, (_, i) => `${i % 9},,${value(i)}\n`).join("")}`;
  const upload = async (name: string, text: string): Promise<string> => {
    const reply = await target.upload(text, { name });
    assert.equal(reply.status, 200, reply.text);
    return (reply.body as unknown as { dataset: { id: string } }).dataset.id;
  };
  const [one, two] = [
    await upload(
      "one",
      rows(() => "yes"),
    ),
    await upload(
      "two",
      rows((i) => (i % 2 ? "yes" : "no")),
    ),
  ];
  const cases: [dataset: string, target: string, task: string, sentence: RegExp][] = [
    [one, "y", "classification", /target 'y' has only one value \(yes\)/],
    [two, "empty", "classification", /Only 0 rows have a value for the target 'empty'/],
    [two, "y", "regression", /target 'y' is not numeric/],
    [two, "nope", "classification", /column 'nope' does not exist/],
  ];
  for (const [datasetId, column, task, sentence] of cases)
    await target.refused("POST", "/api/v1/training", { body: { projectId: target.projectId, datasetId, target: column, task } }, 422, sentence);
  for (const list of ["runs", "jobs", "training"]) {
    const { items } = await target.done<{ items: { name?: string }[] }>("GET", `/api/v1/${list}?projectId=${target.projectId}`);
    assert.deepEqual(items, [], list);
  }
});

test("the command line says what, where and the fix on stderr, exits 1 for refusals and 2 for wrong usage, and keeps nothing", async () => {
  const files: [name: string, bytes: string | Buffer, sentence: RegExp][] = [
    ["empty.csv", "", /empty \(0 bytes\)/],
    ["header.csv", "a,b\n", /header and no rows/],
    ["ragged.csv", "a,b\n1\n", /row 2 has 1 columns instead of 2/],
    ["program.csv", Buffer.concat([Buffer.from("7f454c46", "hex"), Buffer.alloc(500)]), /not a text table|binary/],
  ];
  for (const [name, bytes, sentence] of files) {
    await writeFile(join(target.folder, name), bytes);
    const { code, out, err } = await cli("datasets", "upload", join(target.folder, name), "--name", `cli ${name}`, "--project", target.projectId);
    assert.deepEqual([code, out], [1, ""], err);
    assert.match(err, sentence);
    assert.doesNotMatch(err, /\bat .*\.ts:\d/);
  }
  const absent = await cli("datasets", "upload", join(target.folder, "absent.csv"), "--project", target.projectId);
  assert.ok(absent.code === 1 || absent.code === 2);
  assert.match(absent.err, /absent\.csv/);
  assert.equal((await cli("datasets", "explode")).code, 2);
  assert.equal((await cli("runs", "list", "--limit", "-5")).code === 0, false);
  const { items } = await target.done<{ items: { name: string }[] }>("GET", `/api/v1/datasets?projectId=${target.projectId}&q=cli`);
  assert.deepEqual(items, []);
});
