import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import type { Refusal } from "../../../kernel/contract/errors.ts";
import { setAlias } from "../contract/aliases.ts";
import { createModel, getModel, updateModel } from "../contract/models.ts";
import { promoteModel } from "../contract/stages.ts";
import { createVersion, deleteVersion, listVersions } from "../contract/versions.ts";
import { anEmptyModel } from "../factory.ts";

function codes(results: readonly PromiseSettledResult<unknown>[]): string[] {
  return results.map((r) => (r.status === "fulfilled" ? "done" : (r.reason as Refusal).code)).toSorted();
}

test("of many who take one name at once, by making or renaming, one gets it and the others are told", async () => {
  const w = await world();
  const others = await Promise.all(Array.from({ length: 4 }, () => anEmptyModel(w)));
  const name = "wanted";
  const results = await Promise.allSettled([
    ...Array.from({ length: 4 }, () => w.call(createModel, { projectId: w.projectId, name })),
    ...others.map((model) => w.call(updateModel, { modelId: model.id, name })),
  ]);
  assert.deepEqual(codes(results), [...Array.from({ length: 7 }, () => "conflict"), "done"]);
});

test("versions made at once get numbers without gaps; an alias set at once points at one of them", async () => {
  const w = await world();
  const { id: modelId } = await anEmptyModel(w);
  const made = await Promise.all(Array.from({ length: 12 }, (_, i) => w.call(createVersion, { modelId, source: `s3://b/${i}` })));
  assert.deepEqual(
    made.map((v) => v.version).toSorted((a, b) => a - b),
    Array.from({ length: 12 }, (_, i) => i + 1),
  );
  await Promise.all(made.map(({ version }) => w.call(setAlias, { modelId, alias: "best", version })));
  const { aliases } = await w.call(getModel, { modelId });
  assert.ok(aliases["best"] !== undefined && Object.keys(aliases).length === 1);
});

test("deleting, moving and pointing at one version at once never leaves an alias or a stage on what is gone", async () => {
  const w = await world();
  const { id: modelId } = await anEmptyModel(w);
  for (let i = 1; i <= 5; i += 1) {
    const { version } = await w.call(createVersion, { modelId, source: `s3://b/${i}` });
    const results = await Promise.allSettled([
      w.call(setAlias, { modelId, alias: "best", version }),
      w.call(promoteModel, { modelId, version, stage: "staging" }),
      w.call(deleteVersion, { modelId, version }),
    ]);
    assert.ok(codes(results).every((code) => code === "done" || code === "not_found"));
    const model = await w.call(getModel, { modelId });
    assert.deepEqual([model.aliases, model.stagingVersion, model.latestVersion], [{}, null, null]);
  }
  assert.deepEqual((await w.call(listVersions, { modelId })).items, []);
});
