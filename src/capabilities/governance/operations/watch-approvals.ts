import { implementWatch } from "../../../kernel/implement.ts";
import { watchApprovals } from "../contract.ts";
import { countWaiting, listApprovals } from "../store/approvals.ts";
import { shown } from "./shown.ts";

export default implementWatch(watchApprovals, {
  topics: () => ["approvals"],
  fetch: async (ctx, _input, cursor) => {
    const waiting = await countWaiting(ctx.tx, ctx.workspaceId);
    const [latest] = await listApprovals(ctx.tx, ctx.workspaceId, { sort: "updatedAt", order: "desc", limit: 1, after: null });
    const state = `${waiting} ${latest?.id ?? ""} ${latest?.updatedAt ?? ""}`;
    return { events: state === cursor ? [] : [{ waiting, latest: latest ? shown(ctx, latest) : null }], cursor: state };
  },
});
