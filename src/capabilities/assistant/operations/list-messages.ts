import { implement } from "../../../kernel/implement.ts";
import { listMessages } from "../contract.ts";
import { selectMessages } from "../store/messages.ts";
import { ownChat } from "./own-chat.ts";

export default implement(listMessages, async (ctx, input) => {
  await ownChat(ctx, input.chatId);
  return await selectMessages(ctx.tx, ctx.workspaceId, input.chatId, input);
});
