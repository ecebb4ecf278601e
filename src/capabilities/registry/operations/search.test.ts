import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { createWebhook, listDeliveries } from "../../integrations/contract/webhooks.ts";
import { setAlias } from "../contract/aliases.ts";
import { createModel, deleteModelTags, searchModels, setModelTags } from "../contract/models.ts";
import { createVersion, deleteVersion, deleteVersionTags, latestVersions, searchVersions, setVersionTags } from "../contract/versions.ts";
import { promoteModel } from "../contract/stages.ts";
import { anEmptyModel, aVersion } from "../factory.ts";

test("models are found by name and tags; a clause on a tag that is not set is false", async () => {
  const w = await world();
  for (const [name, team] of [
    ["churn", "risk"],
    ["Churn 2", "sales"],
    ["price", null],
  ] as const)
    await w.call(createModel, { projectId: w.projectId, name, ...(team && { tags: { team } }) });
  const names = async (filter: string, orderBy: string[] = []) => (await w.call(searchModels, { filter, orderBy })).items.map((m) => m.name);
  assert.deepEqual(await names("name LIKE 'churn%'"), ["churn"]);
  assert.deepEqual((await names("name ILIKE 'churn%'")).toSorted(), ["Churn 2", "churn"]);
  assert.deepEqual(await names("tags.team = 'risk'"), ["churn"]);
  assert.deepEqual(await names("tags.team != 'risk'"), ["Churn 2"]);
  assert.deepEqual(await names("name IN ('price', 'none')"), ["price"]);
  assert.deepEqual(await names("", ["creation_timestamp DESC"]), ["price", "Churn 2", "churn"]);
  await assert.rejects(names("owner = 'x'"), { code: "invalid_input", message: /owner is not one of/ });
  await assert.rejects(names("name = churn"), { code: "invalid_input" });
});

test("prompts are found only when a clause asks for them", async () => {
  const w = await world();
  const tags = { "mlflow.prompt.is_prompt": "true" };
  await anEmptyModel(w, "model");
  const prompt = await w.call(createModel, { projectId: w.projectId, name: "prompt", tags });
  await w.call(createVersion, { modelId: prompt.id, source: "prompt-template", tags: { ...tags, "mlflow.prompt.text": "Hi" } });
  const names = async (filter?: string) => (await w.call(searchModels, filter === undefined ? {} : { filter })).items.map((m) => m.name);
  const tag = "tags.`mlflow.prompt.is_prompt`";
  assert.deepEqual(await names(), ["model"]);
  assert.deepEqual(await names(`${tag} = 'true'`), ["prompt"]);
  assert.deepEqual(await names(`${tag} = 'false'`), ["model"]);
  assert.deepEqual(await names(`${tag} != 'true'`), ["model"]);
  assert.equal((await w.call(searchVersions, {})).items.length, 0);
  assert.equal((await w.call(searchVersions, { filter: `${tag} = 'true'` })).items.length, 1);
});

test("words that every object has are no fields", async () => {
  const w = await world();
  for (const word of ["constructor", "__proto__", "toString"])
    for (const query of [{ filter: `${word} = 'a'` }, { filter: `attributes.${word} = 1` }, { orderBy: [word] }]) {
      await assert.rejects(w.call(searchModels, query), { code: "invalid_input" }, word);
      await assert.rejects(w.call(searchVersions, query), { code: "invalid_input" }, word);
    }
});

test("versions are paged in every order without loss", async () => {
  const w = await world();
  const [a, b] = [await anEmptyModel(w, "a"), await anEmptyModel(w, "b")];
  for (let i = 0; i < 6; i += 1) await w.call(createVersion, { modelId: i % 2 ? a.id : b.id, source: `s3://bucket/${i}` });
  const key = (v: { name: string; version: number }) => `${v.name}${v.version}`;
  for (const orderBy of [[], ["name ASC"], ["name DESC", "version_number ASC"], ["version_number DESC"], ["creation_timestamp ASC"]]) {
    const whole = (await w.call(searchVersions, { orderBy })).items.map(key);
    const paged: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: { name: string; version: number }[]; nextCursor: string | null } = await w.call(searchVersions, {
        orderBy,
        limit: 2,
        ...(cursor !== null && { cursor }),
      });
      paged.push(...page.items.map(key));
      cursor = page.nextCursor;
    } while (cursor !== null);
    assert.deepEqual(paged, whole, orderBy.join());
    assert.equal(whole.length, 6);
  }
  assert.deepEqual((await w.call(searchVersions, { orderBy: ["name DESC", "version_number ASC"] })).items.map(key), ["b1", "b2", "b3", "a1", "a2", "a3"]);
  assert.deepEqual((await w.call(searchVersions, { filter: "source_path = 's3://bucket/4' AND version_number >= 2" })).items.map(key), ["b3"]);
});

test("tags are set one by one and taken off; what a prompt is does not change", async () => {
  const w = await world();
  const { modelId } = await aVersion(w);
  await w.call(setModelTags, { modelId, tags: { a: "1", b: "2" } });
  await w.call(setModelTags, { modelId, tags: { b: "3", c: "" } });
  assert.deepEqual((await w.call(deleteModelTags, { modelId, keys: ["a", "never"] })).tags, { b: "3", c: "" });
  await w.call(setVersionTags, { modelId, version: 1, tags: { a: "1" } });
  assert.deepEqual((await w.call(deleteVersionTags, { modelId, version: 1, keys: ["a"] })).tags, {});
  await assert.rejects(w.call(setModelTags, { modelId, tags: { "mlflow.prompt.is_prompt": "true" } }), { code: "conflict" });
});

test("the highest version of each stage is read, of one model or many", async () => {
  const w = await world();
  const { modelId, name } = await aVersion(w);
  for (let i = 0; i < 3; i += 1) await aVersion(w, { name });
  await w.call(promoteModel, { modelId, version: 3, stage: "staging" });
  await w.call(promoteModel, { modelId, version: 2, stage: "staging", keepExisting: true });
  const other = await aVersion(w);
  const { items } = await w.call(latestVersions, { modelIds: [modelId, other.modelId] });
  assert.deepEqual(items.map((v) => [v.modelId === modelId, v.stage, v.version]).toSorted(), [
    [false, "none", 1],
    [true, "none", 4],
    [true, "staging", 3],
  ]);
  assert.equal((await w.call(latestVersions, { modelIds: [modelId], stages: ["production"] })).items.length, 0);
});

test("what happened is told to a webhook in the words of MLflow's", async () => {
  const w = await world();
  const events = [
    "registered_model.created",
    "model_version.created",
    "model_version_tag.set",
    "model_version_alias.created",
    "model_version_alias.deleted",
  ] as const;
  const hook = await w.call(createWebhook, { name: "all", url: "https://hooks.example.org", events: [...events] });
  const model = await w.call(createModel, { projectId: w.projectId, name: "told", tags: { a: "1" } });
  await w.call(createVersion, { modelId: model.id, source: "s3://b/m", description: "d" });
  await w.call(setVersionTags, { modelId: model.id, version: 1, tags: { t: "v" } });
  await w.call(setAlias, { modelId: model.id, alias: "best", version: 1 });
  await w.call(deleteVersion, { modelId: model.id, version: 1 });
  const { items } = await w.call(listDeliveries, { webhookId: hook.id });
  assert.deepEqual(
    items.toReversed().map((d) => d.event),
    events,
  );
});
