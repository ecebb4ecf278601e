import type { InputFactories, World } from "../../../tests/world.ts";
import { aVersion } from "../registry/factory.ts";
import { approvePlan, createChat, sendMessage } from "./contract.ts";

export async function aChat(w: World): Promise<string> {
  return (await w.call(createChat, { projectId: w.projectId })).id;
}

/** A chat whose last message proposes to create a project. */
export async function aPlan(w: World): Promise<{ chatId: string; messageId: string }> {
  const chatId = await aChat(w);
  const { reply } = await w.call(sendMessage, { chatId, text: `create a project called ${w.unique()}` });
  return { chatId, messageId: reply.id };
}

/** A plan that ran: a version was promoted to staging, which has an inverse. */
async function aRunPlan(w: World): Promise<{ chatId: string; messageId: string; step: number }> {
  const chatId = await aChat(w);
  const version = await aVersion(w);
  const { reply } = await w.call(sendMessage, { chatId, text: `promote ${version.name} to staging`, page: { modelId: version.modelId } });
  await w.call(approvePlan, { chatId, messageId: reply.id });
  await w.drainJobs();
  return { chatId, messageId: reply.id, step: 0 };
}

export const inputs: InputFactories = {
  "chats.create": async (w) => ({ projectId: w.projectId }),
  "chats.list": async () => ({ q: "project" }),
  "chats.get": async (w) => ({ chatId: await aChat(w) }),
  "chats.messages": async (w) => ({ chatId: (await aPlan(w)).chatId }),
  "chats.rename": async (w) => ({ chatId: await aChat(w), title: "Churn" }),
  "chats.remove": async (w) => ({ chatId: await aChat(w) }),
  "chats.send": async (w) => ({ chatId: await aChat(w), text: "show my projects" }),
  "chats.approvePlan": async (w) => await aPlan(w),
  "chats.dismissPlan": async (w) => await aPlan(w),
  "chats.undoStep": async (w) => await aRunPlan(w),
  "chats.watch": async (w) => ({ chatId: await aChat(w) }),
};
