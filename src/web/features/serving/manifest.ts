import { Rocket } from "lucide-react";
import { msg } from "../../lib/i18n.ts";
import type { Manifest } from "../../ui/manifest.ts";

export const manifest: Manifest = {
  name: "serving",
  routes: [
    { path: "deployments", scope: "project", load: () => import("./pages/DeploymentsPage.tsx") },
    { path: "deployments/new", scope: "project", load: () => import("./pages/NewDeploymentPage.tsx") },
    { path: "deployments/:deploymentId", scope: "project", load: () => import("./pages/PredictPage.tsx") },
    { path: "deployments/:deploymentId/batch", scope: "project", load: () => import("./pages/BatchPage.tsx") },
    { path: "deployments/:deploymentId/log", scope: "project", load: () => import("./pages/LogPage.tsx") },
    { path: "deployments/:deploymentId/revisions", scope: "project", load: () => import("./pages/RevisionsPage.tsx") },
    { path: "deployments/:deploymentId/settings", scope: "project", load: () => import("./pages/SettingsPage.tsx") },
  ],
  navigation: [{ key: "deployments", group: "ship", label: msg("Deployments"), icon: Rocket, path: "deployments", order: 20, goKey: "p" }],
  links: [{ type: "deployment", icon: Rocket, to: (place, id, projectId) => place.at(`deployments/${id}`, projectId ?? null) }],
  actions: [
    { key: "deployment.new", label: msg("Deploy a model"), icon: Rocket, words: "serve staging production", to: (place) => place.at("deployments/new") },
  ],
  search: [
    {
      kind: "deployment",
      label: msg("Deployment"),
      icon: Rocket,
      find: async (q, place, signal) => {
        const { findDeployments } = await import("./hooks/findDeployments.ts");
        return await findDeployments(q, place, signal);
      },
    },
  ],
};
