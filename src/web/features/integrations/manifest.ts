import { RefreshCcwDot, Webhook } from "lucide-react";
import { msg } from "../../lib/i18n.ts";
import type { Session } from "../../lib/session.ts";
import type { Manifest } from "../../ui/manifest.ts";

const manages = (session: Session): boolean => session.role === "admin" || session.role === "project_manager";

export const manifest: Manifest = {
  name: "integrations",
  routes: [
    { path: "mirrors", scope: "settings", load: () => import("./pages/MirrorsPage.tsx") },
    { path: "mirrors/:mirrorId", scope: "settings", load: () => import("./pages/MirrorPage.tsx") },
    { path: "webhooks", scope: "settings", load: () => import("./pages/WebhooksPage.tsx") },
    { path: "webhooks/:webhookId", scope: "settings", load: () => import("./pages/WebhookPage.tsx") },
  ],
  settings: [
    { group: "workspace", label: msg("MLflow and W&B mirrors"), path: "mirrors", order: 30 },
    { group: "workspace", label: msg("Webhooks"), path: "webhooks", order: 31 },
  ],
  links: [
    { type: "mirror", icon: RefreshCcwDot, to: (place, id) => place.at(`settings/mirrors/${id}`, null) },
    { type: "webhook", icon: Webhook, to: (place, id) => place.at(`settings/webhooks/${id}`, null) },
  ],
  actions: [
    {
      key: "mirror.new",
      label: msg("Mirror runs to MLflow or W&B"),
      icon: RefreshCcwDot,
      words: "copy dual tracking wandb",
      to: (place) => place.at("settings/mirrors?new=1", null),
      visible: manages,
    },
    {
      key: "webhook.new",
      label: msg("Add a webhook"),
      icon: Webhook,
      words: "hook event",
      to: (place) => place.at("settings/webhooks?new=1", null),
      visible: manages,
    },
  ],
};
