import type { Capability } from "../../kernel/ctx.ts";
import { planRunner } from "./jobs.ts";
import approvePlan from "./operations/approve-plan.ts";
import createChat from "./operations/create-chat.ts";
import dismissPlan from "./operations/dismiss-plan.ts";
import getChat from "./operations/get-chat.ts";
import listChats from "./operations/list-chats.ts";
import listMessages from "./operations/list-messages.ts";
import removeChat from "./operations/remove-chat.ts";
import renameChat from "./operations/rename-chat.ts";
import sendMessage from "./operations/send-message.ts";
import undoStep from "./operations/undo-step.ts";
import watchChat from "./operations/watch-chat.ts";
import { locateChat } from "./store/chats.ts";
import { en } from "./phrases/en.ts";

export const assistantCapability: Capability = {
  name: "assistant",
  nouns: ["chats"],
  operations: [createChat, listChats, getChat, listMessages, renameChat, removeChat, sendMessage, approvePlan, dismissPlan, undoStep, watchChat],
  resources: {
    chat: async (tx, ws, id) => {
      const found = await locateChat(tx, ws, id);
      return found && { projectId: null, label: found.title, state: found.title };
    },
  },
  jobs: [planRunner],
  phrases: { en },
  migrations: new URL("./migrations/", import.meta.url),
};
