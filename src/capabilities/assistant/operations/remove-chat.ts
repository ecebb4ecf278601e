import { implement } from "../../../kernel/implement.ts";
import { removeChat } from "../contract.ts";
import { deleteChat } from "../store/chats.ts";
import { ownChat } from "./own-chat.ts";

export default implement(removeChat, async (ctx, { chatId }) => {
  const { chat } = await ownChat(ctx, chatId);
  await deleteChat(ctx.tx, ctx.workspaceId, chatId);
  ctx.emit("chats", chatId);
  return { removed: chat.messageCount };
});
