import { implement } from "../../../kernel/implement.ts";
import { listChats } from "../contract.ts";
import { selectChats } from "../store/chats.ts";

export default implement(listChats, (ctx, input) => selectChats(ctx.tx, ctx.workspaceId, ctx.actor.id, input));
