import { implement } from "../../../kernel/implement.ts";
import { listMembers } from "../contract/members.ts";
import { listMembers as readMembers } from "../store/members.ts";

export default implement(listMembers, (ctx, input) => readMembers(ctx.tx, ctx.workspaceId, input));
