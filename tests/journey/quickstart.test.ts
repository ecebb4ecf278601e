import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { titanicCsv } from "../../src/capabilities/datasets/domain/titanic.ts";
import { Instance } from "../recovery/instance.ts";
import { admin } from "../recovery/client.ts";
import { freePort } from "../../src/db/embedded/ports.ts";

const root = join(import.meta.dirname, "../..");
const shared = process.env.LUMINA_SHARED ?? join(root, "../shared");
const real = join(shared, "data/titanic.csv");

let folder = "";
let instance: Instance;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "lumina-quickstart-"));
  instance = new Instance({ home: join(folder, "home"), port: await freePort(), command: [process.execPath, join(root, "src/main/start.ts")] });
  await instance.start();
});

after(async () => {
  await instance.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The bash blocks of the page, as one script that stops at the first line that fails. */
async function script(): Promise<string> {
  const page = await readFile(join(root, "docs/quickstart.md"), "utf8");
  const blocks = [...page.matchAll(/```bash\n([\s\S]*?)```/g)].map((m) => m[1] ?? "");
  return ["set -eo pipefail", ...blocks].join("\n");
}

async function run(table: string, home: string): Promise<{ code: number | null; output: string }> {
  const child = spawn("bash", ["-c", await script()], {
    cwd: root,
    env: {
      ...process.env,
      LUMINA_HOME: home,
      LUMINA_URL: instance.url,
      LUMINA_ADMIN_EMAIL: admin.email,
      LUMINA_PASSWORD: admin.password,
      TABLE: table,
      FOLDER: folder,
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (output += data.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { code, output };
}

test("every line of the quickstart runs, on a generated table of the same shape", { timeout: 300_000 }, async () => {
  const table = join(folder, "titanic.csv");
  await writeFile(table, titanicCsv(42));
  const { code, output } = await run(table, join(folder, "cli"));
  assert.equal(code, 0, output.slice(-4000));
  assert.match(output, /drifted\s+\["Age"\]/);
  assert.match(output, /ok\s+true/);
  assert.equal(
    (await readFile(join(folder, "titanic-clean.csv"), "utf8")).split("\n")[0],
    "PassengerId,Survived,Pclass,Sex,Age,SibSp,Parch,Fare,Cabin,Embarked",
  );
});

test(
  "on the real Titanic file the best base classifier reaches 0.82 accuracy and 0.86 AUC, and serves what it learned",
  { skip: !existsSync(real) && "LUMINA_SHARED names no folder with data/titanic.csv", timeout: 300_000 },
  async () => {
    const home = join(folder, "cli-real");
    const cli = async (line: string): Promise<string> => {
      const child = spawn("bash", ["-c", `./lumina ${line}`], {
        cwd: root,
        env: { ...process.env, LUMINA_HOME: home, LUMINA_URL: instance.url, LUMINA_PASSWORD: admin.password },
      });
      let [out, err] = ["", ""];
      child.stdout.on("data", (data: Buffer) => (out += data.toString()));
      child.stderr.on("data", (data: Buffer) => (err += data.toString()));
      const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
      assert.equal(code, 0, `${line}: ${err}`);
      return out;
    };
    await cli(`login --email ${admin.email}`);
    const project = JSON.parse(await cli("projects create Real --json")) as { id: string };
    await cli(`datasets upload ${real} --name real --project ${project.id}`);
    await cli(
      `datasets clean real --project ${project.id} --steps '[{"kind":"dropColumns","columns":["Name","Ticket"]}]' --wait`.replace(
        ` --project ${project.id}`,
        "",
      ),
    );
    const started = JSON.parse(await cli(`training start real --project ${project.id} --target Survived --task classification --wait --json`)) as {
      trainingId: string;
    };
    const training = JSON.parse(await cli(`training get ${started.trainingId} --json`)) as {
      candidates: { rank: number; runId: string; metrics: Record<string, number>; format: string }[];
    };
    const best = training.candidates.find((c) => c.rank === 1);
    assert.ok(
      best && (best.metrics.accuracy ?? 0) >= 0.82 && (best.metrics.roc_auc ?? 0) >= 0.86,
      JSON.stringify(training.candidates.map((c) => [c.rank, c.metrics.accuracy, c.metrics.roc_auc])),
    );
    const version = JSON.parse(await cli(`models register real-survival --project ${project.id} --run ${best.runId} --json`)) as {
      format: string;
      gate: { passed: boolean; maxAbsDiff: number };
    };
    assert.equal(version.format, "onnx");
    assert.ok(version.gate.passed && version.gate.maxAbsDiff <= 1e-4);
  },
);
