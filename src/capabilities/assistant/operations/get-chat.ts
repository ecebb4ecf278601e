import { implement } from "../../../kernel/implement.ts";
import { getChat } from "../contract.ts";
import { ownChat } from "./own-chat.ts";

export default implement(getChat, async (ctx, { chatId }) => (await ownChat(ctx, chatId)).chat);
