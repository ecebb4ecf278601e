import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { world } from "../../../../tests/harness.ts";
import { downloadTraining } from "../contract.ts";
import { aFinishedTraining, aTraining } from "../factory.ts";

const python = join(import.meta.dirname, "../../../../.venv/bin/python");
const run = promisify(execFile);

test("the zip holds models, plots, metrics, logs and environment, and its example predicts", async () => {
  const w = await world();
  const training = await aFinishedTraining(w);
  const folder = await mkdtemp(join(tmpdir(), "lumina-zip-"));
  try {
    await writeFile(join(folder, "all.zip"), await w.download(downloadTraining, { trainingId: training.id }));
    await run(python, ["-m", "zipfile", "-e", "all.zip", "out"], { cwd: folder });
    const names = (await run(python, ["-m", "zipfile", "-l", "all.zip"], { cwd: folder })).stdout;
    for (const name of ["README.md", "example.py", "requirements.txt", "metrics.csv", "training.json", "logs/job.log", "logs/attempt-1.log"])
      assert.match(names, new RegExp(name.replaceAll(".", "\\.")));
    for (const name of [
      "model.onnx",
      "native.joblib",
      "signature.json",
      "gate.json",
      "reference.json",
      "importance.json",
      "plots/roc.json",
      "plots/confusion.json",
    ])
      assert.match(names, new RegExp(`models/logistic_regression/model/${name.replaceAll(".", "\\.")}`));
    const shown = (await run(python, ["example.py"], { cwd: join(folder, "out") })).stdout;
    assert.match(shown, /label: \['[01]'\]/);
    assert.match(shown, /probabilities: \[\[0\.\d+, 0\.\d+\]\]/);
    assert.match(await readFile(join(folder, "out/metrics.csv"), "utf8"), /^1,logistic_regression,finished,onnx,/m);
    assert.match(await readFile(join(folder, "out/logs/job.log"), "utf8"), /fold 2: roc_auc/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("a training without a finished model has nothing to download yet", async () => {
  const w = await world();
  const { trainingId } = await aTraining(w);
  await assert.rejects(w.download(downloadTraining, { trainingId }), /no finished model yet/);
});
