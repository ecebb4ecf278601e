import type { Capability } from "../../kernel/ctx.ts";
import { deliverWebhooks, serveMirrors, tidyDeliveries } from "./loops.ts";
import copyHistory from "./operations/copy-history.ts";
import createMirror from "./operations/create-mirror.ts";
import createWebhook from "./operations/create-webhook.ts";
import deleteWebhook from "./operations/delete-webhook.ts";
import getDelivery from "./operations/get-delivery.ts";
import getMirror from "./operations/get-mirror.ts";
import getWebhook from "./operations/get-webhook.ts";
import listDeliveries from "./operations/list-deliveries.ts";
import listMirroredRuns from "./operations/list-mirrored-runs.ts";
import listMirrors from "./operations/list-mirrors.ts";
import listWebhooks from "./operations/list-webhooks.ts";
import mirrorStatus from "./operations/mirror-status.ts";
import pauseMirror from "./operations/pause-mirror.ts";
import redeliver from "./operations/redeliver.ts";
import removeMirror from "./operations/remove-mirror.ts";
import resumeMirror from "./operations/resume-mirror.ts";
import testWebhook from "./operations/test-webhook.ts";
import updateMirror from "./operations/update-mirror.ts";
import updateWebhook from "./operations/update-webhook.ts";
import { findMirror } from "./store/mirrors.ts";
import { findWebhook } from "./store/webhooks.ts";

export const integrationsCapability: Capability = {
  name: "integrations",
  nouns: ["webhooks", "mirrors"],
  operations: [
    createWebhook,
    listWebhooks,
    getWebhook,
    updateWebhook,
    deleteWebhook,
    testWebhook,
    listDeliveries,
    getDelivery,
    redeliver,
    createMirror,
    listMirrors,
    getMirror,
    mirrorStatus,
    listMirroredRuns,
    updateMirror,
    pauseMirror,
    resumeMirror,
    copyHistory,
    removeMirror,
  ],
  resources: { webhook: findWebhook, mirror: findMirror },
  loops: [deliverWebhooks, tidyDeliveries, serveMirrors],
  migrations: new URL("./migrations/", import.meta.url),
};
