import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../tests/harness.ts";
import { loopTools } from "../../worker/loops.ts";
import { aVersion } from "../registry/factory.ts";
import { createDeployment, getDeployment, listRevisions } from "./contract.ts";
import { toProduction } from "./factory.ts";
import { follow } from "./loops.ts";

test("the follow loop, as the system, switches what is behind and lets the rest be", async () => {
  const w = await world();
  const { modelId, name } = await aVersion(w);
  await toProduction(w, modelId, 1);
  const { deployment } = await w.call(createDeployment, { projectId: w.projectId, modelId, environment: "production" });
  const tools = loopTools(w.kernel, async () => [w.workspaceId], w.services.log);
  await follow.run(tools);
  assert.equal((await w.call(getDeployment, { deploymentId: deployment.id })).deployment.revision, 1);
  await aVersion(w, { name, fixture: "survival-2" });
  await toProduction(w, modelId, 2);
  await follow.run(tools);
  await follow.run(tools);
  const { items } = await w.call(listRevisions, { deploymentId: deployment.id });
  assert.deepEqual(
    items.map((r) => [r.revision, r.modelVersion]),
    [
      [2, 2],
      [1, 1],
    ],
  );
});
