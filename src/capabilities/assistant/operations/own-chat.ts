import { refuse } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import type { Message, Plan } from "../contract.ts";
import { findChat, type OwnChat } from "../store/chats.ts";
import { lockMessage } from "../store/messages.ts";

/** The actor's own chat; another person's reads as absent. */
export async function ownChat(ctx: Ctx, chatId: string): Promise<OwnChat> {
  const own = await findChat(ctx.tx, ctx.workspaceId, ctx.actor.id, chatId);
  if (!own) throw refuse("not_found", `There is no chat ${chatId} here.`, "List yours with `chats list`.");
  return own;
}

/** A message of the actor's own chat that holds a plan, locked. */
export async function ownPlan(ctx: Ctx, chatId: string, messageId: string): Promise<Message & { plan: Plan }> {
  await ownChat(ctx, chatId);
  const message = await lockMessage(ctx.tx, ctx.workspaceId, chatId, messageId);
  if (!message?.plan) throw refuse("not_found", `Message ${messageId} of this chat holds no plan.`, "Read the chat with `chats messages`.");
  return { ...message, plan: message.plan };
}
