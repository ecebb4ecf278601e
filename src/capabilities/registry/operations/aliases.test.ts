import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { listAudit, undoAudit } from "../../governance/contract.ts";
import { deleteAlias, getVersionByAlias, setAlias } from "../contract/aliases.ts";
import { getModel } from "../contract/models.ts";
import { deleteVersion, getVersion } from "../contract/versions.ts";
import { aVersion } from "../factory.ts";

test("an alias points at one version, moves when set again, and undo brings it back", async () => {
  const w = await world();
  const { modelId, name } = await aVersion(w);
  await aVersion(w, { name });
  await w.call(setAlias, { modelId, alias: "champion", version: 1 });
  const moved = await w.call(setAlias, { modelId, alias: "champion", version: 2 });
  assert.deepEqual(moved.aliases, { champion: 2 });
  assert.deepEqual((await w.call(getVersion, { modelId, version: 1 })).aliases, []);
  assert.deepEqual((await w.call(getVersionByAlias, { modelId, alias: "champion" })).version, 2);
  const [last] = (await w.call(listAudit, { operation: "models.setAlias" })).items;
  await w.call(undoAudit, { auditId: last?.id ?? "" });
  assert.equal((await w.call(getVersionByAlias, { modelId, alias: "champion" })).version, 1);
});

test("latest and v with a number are no aliases; neither are words with other signs", async () => {
  const w = await world();
  const { modelId } = await aVersion(w);
  for (const alias of ["latest", "Latest", "v1", "V22", "a b", "a/b", ""])
    await assert.rejects(w.call(setAlias, { modelId, alias, version: 1 }), { code: "invalid_input" }, alias);
  await w.call(setAlias, { modelId, alias: "größe_1-a", version: 1 });
});

test("taking an absent alias away is no error; asking for it is", async () => {
  const w = await world();
  const { modelId } = await aVersion(w);
  await w.call(deleteAlias, { modelId, alias: "champion" });
  await assert.rejects(w.call(getVersionByAlias, { modelId, alias: "champion" }), { code: "not_found", message: /has no alias champion/ });
  await assert.rejects(w.call(setAlias, { modelId, alias: "champion", version: 7 }), { code: "not_found" });
});

test("a deleted version takes its aliases along", async () => {
  const w = await world();
  const { modelId } = await aVersion(w);
  await w.call(setAlias, { modelId, alias: "champion", version: 1 });
  await w.call(deleteVersion, { modelId, version: 1 });
  assert.deepEqual((await w.call(getModel, { modelId })).aliases, {});
});
