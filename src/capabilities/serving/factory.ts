import type { InputFactories, World } from "../../../tests/world.ts";
import { uploadDataset } from "../datasets/contract.ts";
import { approveApproval } from "../governance/contract.ts";
import { promoteModel, rollbackModel } from "../registry/contract/stages.ts";
import { aVersion, type Fixture } from "../registry/factory.ts";
import { layoutOf, type Sketch } from "./contract/layout.ts";
import type { Reference } from "./contract/reference.ts";
import { createDeployment, predict, predictBatch, updateDeployment } from "./contract.ts";
import type { Deployment } from "./contract/shapes.ts";
import { addRow, emptySketch, placesOf } from "./domain/sketch.ts";

export interface DeploymentOptions {
  fixture?: Fixture;
  log?: "durable" | "relaxed";
  unknownCategories?: "accept" | "refuse";
}

/** A row the `survival` fixtures accept. */
export const passenger = { Age: 29, Fare: 7.9, Sex: "female" };

/** A deployment to staging of a new model. */
export async function aDeployment(w: World, options: DeploymentOptions = {}): Promise<Deployment> {
  const { fixture = "survival-1", ...settings } = options;
  const { modelId, version } = await aVersion(w, { fixture });
  const { deployment } = await w.call(createDeployment, { projectId: w.projectId, name: `d-${w.unique()}`, modelId, version, ...settings });
  return deployment;
}

/** A deployment whose model has a second version, which it serves after an update. */
export async function anUpdatedDeployment(w: World): Promise<Deployment> {
  const first = await aVersion(w);
  await aVersion(w, { name: first.name, fixture: "survival-2" });
  const { deployment } = await w.call(createDeployment, { projectId: w.projectId, name: `d-${w.unique()}`, modelId: first.modelId, version: 1 });
  return (await w.call(updateDeployment, { deploymentId: deployment.id, version: 2 })).deployment;
}

/** A version in production: one person asks, another agrees. */
export async function toProduction(w: World, modelId: string, version: number): Promise<void> {
  await agreed(w, await w.as("data_scientist").invoke(promoteModel, { modelId, version, stage: "production", reason: "Better" }));
}

/** The previous production version again. */
export async function backInProduction(w: World, modelId: string): Promise<void> {
  await agreed(w, await w.as("data_scientist").invoke(rollbackModel, { modelId, stage: "production", reason: "Too many errors" }));
}

async function agreed(w: World, asked: { kind: string; id?: string }): Promise<void> {
  if (asked.kind !== "approval_required") return;
  await w.call(approveApproval, { approvalId: asked.id ?? "" });
  await w.drainJobs();
}

/** The sketch that serving would keep of these rows, without predictions. */
export function sketchOf(reference: Reference, rows: readonly Record<string, unknown>[]): Sketch {
  const layout = layoutOf(reference);
  const sketch = emptySketch(layout);
  const names = layout.slices.map((slice) => slice.name);
  for (const row of rows)
    addRow(
      sketch,
      layout,
      placesOf(layout, names),
      names.map((name) => row[name]),
      null,
    );
  return sketch;
}

const passengers =
  "PassengerId,Survived,Age,Fare,Sex\n1,0,22,7.25,male\n2,1,38,71.28,female\n3,1,,7.92,female\n4,1,35,53.1,female\n5,0,54,51.86,male\n6,0,2,,male\n";

/** A small table with the columns of the `survival` fixtures; one row has no Fare, which they need. */
export async function someRows(w: World, csv: string = passengers): Promise<string> {
  const { dataset } = await w.upload(uploadDataset, { projectId: w.projectId, name: `rows ${w.unique()}` }, csv, "rows.csv");
  return dataset.id;
}

/** A production deployment whose model's stage has moved on. */
async function behind(w: World): Promise<{ deploymentId: string }> {
  const { modelId, name } = await aVersion(w);
  await toProduction(w, modelId, 1);
  const { deployment } = await w.call(createDeployment, { projectId: w.projectId, name: `p-${w.unique()}`, modelId, environment: "production" });
  await aVersion(w, { name, fixture: "survival-2" });
  await toProduction(w, modelId, 2);
  return { deploymentId: deployment.id };
}

async function deployed(w: World): Promise<{ deploymentId: string }> {
  return { deploymentId: (await aDeployment(w)).id };
}

export const inputs: InputFactories = {
  "deployments.create": async (w) => {
    const { modelId, version } = await aVersion(w);
    return { projectId: w.projectId, name: `d-${w.unique()}`, modelId, version, environment: "staging" };
  },
  "deployments.list": async (w) => ({ projectId: w.projectId }),
  "deployments.get": deployed,
  "deployments.resolve": async (w) => ({ name: (await aDeployment(w)).name }),
  "deployments.update": async (w) => ({ ...(await deployed(w)), log: "relaxed" }),
  "deployments.remove": deployed,
  "deployments.revisions": deployed,
  "deployments.rollback": async (w) => ({ deploymentId: (await anUpdatedDeployment(w)).id }),
  "deployments.sync": behind,
  "deployments.predict": async (w) => ({ ...(await deployed(w)), rows: [passenger] }),
  "deployments.log": async (w) => {
    const { deploymentId } = await deployed(w);
    await w.call(predict, { deploymentId, rows: [passenger] });
    return { deploymentId };
  },
  "deployments.watch": deployed,
  "deployments.predictBatch": async (w) => ({ ...(await deployed(w)), datasetId: await someRows(w) }),
  "deployments.batches": deployed,
  "deployments.downloadBatch": async (w) => {
    const { deploymentId } = await deployed(w);
    const { batchId } = await w.call(predictBatch, { deploymentId, datasetId: await someRows(w) });
    await w.drainJobs();
    return { deploymentId, batchId };
  },
};
