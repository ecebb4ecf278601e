import { Sparkles } from "lucide-react";
import { msg } from "../../lib/i18n.ts";
import type { Manifest } from "../../ui/manifest.ts";

export const manifest: Manifest = {
  name: "assistant",
  routes: [
    { path: "assistant", scope: "project", load: () => import("./pages/AssistantPage.tsx") },
    { path: "assistant/:chatId", scope: "project", load: () => import("./pages/AssistantPage.tsx") },
  ],
  links: [{ type: "chat", icon: Sparkles, to: (place, id) => place.at(`assistant/${id}`) }],
  actions: [{ key: "assistant.page", label: msg("All chats with the assistant"), icon: Sparkles, words: "ask history", to: (place) => place.at("assistant") }],
  panel: { label: msg("Assistant"), icon: Sparkles, load: () => import("./components/PanelChat.tsx") },
};
