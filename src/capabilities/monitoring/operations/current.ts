import { implement } from "../../../kernel/implement.ts";
import { monitoringCurrent } from "../contract.ts";
import type { Current } from "../contract/shapes.ts";
import { listWatched } from "../store/deployments.ts";
import { readCurrent } from "./reading.ts";

export default implement(monitoringCurrent, async (ctx, input) => {
  const listed = await listWatched(ctx.tx, ctx.workspaceId, input);
  const items: Current[] = [];
  for (const row of listed.items) items.push(await readCurrent(ctx, row, input.hours, input.source));
  return { items, nextCursor: listed.nextCursor };
});
