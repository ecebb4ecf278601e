import { implement } from "../../../kernel/implement.ts";
import { sendMessage } from "../contract.ts";
import { answer } from "../planners/answer.ts";
import { renameChat, setFocus } from "../store/chats.ts";
import { insertMessage, selectMessages } from "../store/messages.ts";
import { ownChat } from "./own-chat.ts";

const titleLength = 60;

export default implement(sendMessage, async (ctx, { chatId, text, page }) => {
  const { chat, focus } = await ownChat(ctx, chatId);
  const before = await selectMessages(ctx.tx, ctx.workspaceId, chatId, { limit: 20 });
  const last = before.items.find((m) => m.plan !== null);
  const about = { ...(chat.projectId !== null && { projectId: chat.projectId }), ...focus, ...page };
  const message = await insertMessage(ctx.tx, ctx.workspaceId, { id: ctx.newId(), chatId, role: "person", text, plan: null, choices: [] });
  const made = await answer(ctx, text, about, last?.plan ? { messageId: last.id, plan: last.plan } : null);
  const reply = await insertMessage(ctx.tx, ctx.workspaceId, {
    id: ctx.newId(),
    chatId,
    role: "assistant",
    text: made.text,
    plan: made.plan,
    choices: made.choices,
  });
  await setFocus(ctx.tx, ctx.workspaceId, chatId, made.focus);
  if (chat.messageCount === 0) await renameChat(ctx.tx, ctx.workspaceId, chatId, text.slice(0, titleLength));
  ctx.emit("chats", chatId);
  ctx.audit({ after: { planned: made.plan?.steps.map((s) => s.operation) ?? [] } });
  return { message, reply };
});
