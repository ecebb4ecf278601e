import { Activity } from "lucide-react";
import { msg } from "../../lib/i18n.ts";
import type { Manifest } from "../../ui/manifest.ts";

export const manifest: Manifest = {
  name: "monitoring",
  routes: [
    { path: "monitoring", scope: "project", load: () => import("./pages/MonitoringPage.tsx") },
    { path: "monitoring/:deploymentId", scope: "project", load: () => import("./pages/LivePage.tsx") },
    { path: "monitoring/:deploymentId/drift", scope: "project", load: () => import("./pages/DriftPage.tsx") },
    { path: "monitoring/:deploymentId/retraining", scope: "project", load: () => import("./pages/RetrainingPage.tsx") },
  ],
  navigation: [
    {
      key: "monitoring",
      group: "operate",
      label: msg("Monitoring"),
      icon: Activity,
      path: "monitoring",
      order: 10,
      goKey: "o",
      bottom: { label: msg("Monitor"), order: 20 },
    },
  ],
  // The id is the deployment's.
  links: [{ type: "monitoring", icon: Activity, to: (place, id, projectId) => place.at(`monitoring/${id}`, projectId ?? null) }],
  search: [
    {
      kind: "monitoring",
      label: msg("Monitoring"),
      icon: Activity,
      find: async (q, place, signal) => {
        const { findMonitored } = await import("./hooks/findMonitored.ts");
        return await findMonitored(q, place, signal);
      },
    },
  ],
};
