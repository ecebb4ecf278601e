import { implement } from "../../../kernel/implement.ts";
import { renameChat } from "../contract.ts";
import * as chats from "../store/chats.ts";
import { ownChat } from "./own-chat.ts";

export default implement(renameChat, async (ctx, { chatId, title }) => {
  const { chat } = await ownChat(ctx, chatId);
  await chats.renameChat(ctx.tx, ctx.workspaceId, chatId, title);
  ctx.emit("chats", chatId);
  ctx.audit({ before: { title: chat.title }, after: { title } });
  return { ...chat, title };
});
