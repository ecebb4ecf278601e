import { Box } from "lucide-react";
import { msg } from "../../lib/i18n.ts";
import type { Manifest } from "../../ui/manifest.ts";

export const manifest: Manifest = {
  name: "registry",
  routes: [
    { path: "models", scope: "project", load: () => import("./pages/ModelsPage.tsx") },
    { path: "models/new", scope: "project", load: () => import("./pages/RegisterPage.tsx") },
    { path: "models/:modelId", scope: "project", load: () => import("./pages/ModelPage.tsx") },
    { path: "models/:modelId/history", scope: "project", load: () => import("./pages/HistoryPage.tsx") },
    { path: "models/:modelId/settings", scope: "project", load: () => import("./pages/ModelSettingsPage.tsx") },
    { path: "models/:modelId/:version", scope: "project", load: () => import("./pages/VersionPage.tsx") },
    { path: "models/:modelId/:version/deployments", scope: "project", load: () => import("./pages/VersionDeploymentsPage.tsx") },
  ],
  navigation: [{ key: "models", group: "ship", label: msg("Models"), icon: Box, path: "models", order: 10, goKey: "m" }],
  links: [
    { type: "model", icon: Box, to: (place, id, projectId) => place.at(`models/${id}`, projectId ?? null) },
    // The id of a version is "<model>/<number>".
    { type: "registerRun", icon: Box, to: (place, id, projectId) => `${place.at("models/new", projectId ?? null)}?run=${id}` },
    { type: "modelVersion", icon: Box, to: (place, id, projectId) => place.at(`models/${id}`, projectId ?? null) },
  ],
  actions: [{ key: "model.register", label: msg("Register a model"), icon: Box, words: "run version registry", to: (place) => place.at("models/new") }],
  search: [
    {
      kind: "model",
      label: msg("Model"),
      icon: Box,
      find: async (q, place, signal) => {
        const { findModels } = await import("./hooks/findModels.ts");
        return await findModels(q, place, signal);
      },
    },
  ],
};
