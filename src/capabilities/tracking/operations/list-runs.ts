import { implement } from "../../../kernel/implement.ts";
import { refuse } from "../../../kernel/contract/errors.ts";
import { listRuns } from "../contract/runs.ts";
import { listOfRuns } from "../store/run-list.ts";

const plain = new Set(["startedAt", "name", "status"]);

export default implement(listRuns, async (ctx, input) => {
  if (!plain.has(input.sort) && !/^metrics\..+/.test(input.sort))
    throw refuse("invalid_input", `Runs cannot be sorted by ${input.sort}.`, "Sort by startedAt, name, status or metrics.<key>.", {
      fields: [{ path: "sort", message: "startedAt, name, status or metrics.<key>" }],
    });
  return await listOfRuns(ctx.tx, ctx.workspaceId, input);
});
