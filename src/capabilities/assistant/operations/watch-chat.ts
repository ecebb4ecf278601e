import { implementWatch } from "../../../kernel/implement.ts";
import { watchChat } from "../contract.ts";
import { changedMessages } from "../store/messages.ts";
import { ownChat } from "./own-chat.ts";

export default implementWatch(watchChat, {
  topics: () => ["chats"],
  async fetch(ctx, { chatId }, cursor) {
    await ownChat(ctx, chatId);
    const { messages, until } = await changedMessages(ctx.tx, ctx.workspaceId, chatId, Number(cursor ?? 0));
    return { events: messages.length > 0 ? [{ messages }] : [], cursor: String(until) };
  },
});
