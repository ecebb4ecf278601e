import { implement } from "../../../kernel/implement.ts";
import { listInvitations } from "../contract/invitations.ts";
import { listInvitations as readInvitations } from "../store/invitations.ts";

export default implement(listInvitations, (ctx, input) => readInvitations(ctx.tx, ctx.workspaceId, input));
