import { implementWatch } from "../../../kernel/implement.ts";
import { watchDataset } from "../contract.ts";
import { needDataset } from "../store/datasets.ts";

/** An event whenever the dataset, its latest version or that version's profile changed; the first one comes at once. */
export default implementWatch(watchDataset, {
  // Profiles and cleaned versions are made by jobs, whose own topic wakes this watch too.
  topics: () => ["datasets", "jobs"],
  async fetch(ctx, { datasetId }, cursor) {
    const dataset = await needDataset(ctx.tx, ctx.workspaceId, datasetId);
    const mark = JSON.stringify([dataset.updatedAt, dataset.latestVersion, dataset.qualityScore]);
    return { events: mark === cursor ? [] : [{ dataset, profiled: dataset.qualityScore !== null }], cursor: mark };
  },
});
