import { implement } from "../../../kernel/implement.ts";
import { getProfile } from "../contract.ts";
import { needDataset } from "../store/datasets.ts";
import { profileOf } from "../store/profiles.ts";
import { needVersion } from "../store/versions.ts";

export default implement(getProfile, async (ctx, { datasetId, version }) => {
  const dataset = await needDataset(ctx.tx, ctx.workspaceId, datasetId);
  const found = await needVersion(ctx.tx, ctx.workspaceId, datasetId, version);
  const profile = await profileOf(ctx.tx, ctx.workspaceId, datasetId, found.version, dataset.target);
  return { datasetId, version: found.version, ready: profile !== null, profile };
});
