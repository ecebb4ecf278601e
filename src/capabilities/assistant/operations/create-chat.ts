import { implement } from "../../../kernel/implement.ts";
import { createChat } from "../contract.ts";
import { insertChat } from "../store/chats.ts";
import { ownChat } from "./own-chat.ts";

export default implement(createChat, async (ctx, { title, projectId }) => {
  const id = ctx.newId();
  await insertChat(ctx.tx, ctx.workspaceId, ctx.actor.id, { id, title: title ?? "New chat", projectId: projectId ?? null });
  ctx.emit("chats", id);
  return (await ownChat(ctx, id)).chat;
});
