import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { titanicCsv } from "../../src/capabilities/datasets/domain/titanic.ts";
import { Target } from "./target.ts";

let target: Target;
before(async () => void (target = await Target.start()));
after(() => target.stop());

interface Listed {
  items: { id: string; status: string; state: string; name: string }[];
}

test(
  "a server killed in the middle of an upload leaves no dataset, no object and no scratch, and the next upload goes through",
  { timeout: 180_000 },
  async () => {
    const before = await target.holdings();
    const url = await target.ticket("/api/v1/datasets", { projectId: target.projectId, name: "killed" });
    const { hostname, port } = new URL(target.url);
    const socket = connect(Number(port), hostname);
    socket.on("error", () => null);
    socket.write(`PUT ${url} HTTP/1.1\r\nhost: ${hostname}\r\ncontent-length: 100000000\r\ncontent-type: text/csv\r\n\r\na,b,c\n${"1,2,3\n".repeat(100_000)}`);
    await sleep(500);
    target.instance.kill("server");
    await sleep(500);
    await target.instance.ready();
    socket.destroy();
    assert.deepEqual(await target.holdings(), before);
    const again = await target.upload("a,b\n1,2\n", { name: "killed" });
    assert.equal(again.status, 200, again.text);
  },
);

test("a server killed while it publishes an upload publishes all of it or nothing", { timeout: 180_000 }, async () => {
  const table = titanicCsv(7);
  for (const delayMs of [30, 120, 300]) {
    const name = `publish ${delayMs}`;
    const sent = target.upload(table, { name }).then(
      (reply) => reply.status,
      () => 0,
    );
    await sleep(delayMs);
    target.instance.kill("server");
    const status = await sent;
    await sleep(300);
    await target.instance.ready();
    const { items } = await target.done<Listed>("GET", `/api/v1/datasets?projectId=${target.projectId}&q=${encodeURIComponent(name)}`);
    if (status === 200) assert.equal(items.length, 1, "an acknowledged upload is gone");
    for (const item of items) {
      const rows = await target.done<{ items: unknown[] }>("GET", `/api/v1/datasets/${item.id}/rows?limit=1000`);
      assert.equal(rows.items.length, Math.min(1000, table.trim().split("\n").length - 1));
    }
  }
});

test("a worker killed in the middle of training is followed by another, and every run ends with all it claims to have", { timeout: 300_000 }, async () => {
  const { dataset } = (await target.upload(titanicCsv(3), { name: "train" })).body as unknown as { dataset: { id: string } };
  const started = await target.done<{ trainingId: string; jobId: string }>("POST", "/api/v1/training", {
    body: {
      projectId: target.projectId,
      datasetId: dataset.id,
      target: "Survived",
      task: "classification",
      algorithms: ["logistic_regression", "random_forest"],
    },
  });
  const candidates = `/api/v1/runs?projectId=${target.projectId}&kind=candidate&limit=100`;
  for (let tries = 0; tries < 300 && (await target.done<Listed>("GET", candidates)).items.length === 0; tries += 1) await sleep(100);
  target.instance.kill("worker");
  let status = "";
  for (let tries = 0; tries < 800 && !["finished", "failed", "cancelled"].includes(status); tries += 1) {
    await sleep(250);
    status = (await target.send("GET", `/api/v1/training/${started.trainingId}`)).body.status ?? "";
  }
  assert.equal(status, "finished");
  const { items } = await target.done<Listed>("GET", candidates);
  assert.ok(
    items.every((run) => ["finished", "failed", "cancelled"].includes(run.status)),
    JSON.stringify(items.map((r) => [r.name, r.status])),
  );
  const finished = items.filter((run) => run.status === "finished");
  assert.equal(finished.length, 2, "one run per algorithm is finished, whatever the first attempt had begun");
  for (const run of finished) {
    const { items: artifacts } = await target.done<{ items: { path: string; sizeBytes: number }[] }>("GET", `/api/v1/runs/${run.id}/artifacts?limit=100`);
    const paths = artifacts.map((a) => a.path);
    assert.equal(new Set(paths).size, paths.length);
    for (const path of ["model/signature.json", "model/native.joblib", "model/reference.json"]) assert.ok(paths.includes(path), `${path} of ${run.name}`);
    for (const { path, sizeBytes } of artifacts) {
      const url = await target.ticket(`/api/v1/runs/${run.id}/artifacts/download`, { path });
      const bytes = Buffer.from(await (await fetch(`${target.url}${url}`)).arrayBuffer());
      assert.equal(bytes.length, sizeBytes, path);
    }
  }
});
