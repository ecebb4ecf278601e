import { Database } from "lucide-react";
import { msg } from "../../lib/i18n.ts";
import type { Manifest } from "../../ui/manifest.ts";

export const manifest: Manifest = {
  name: "datasets",
  routes: [
    { path: "datasets", scope: "project", load: () => import("./pages/DatasetsPage.tsx") },
    { path: "datasets/new", scope: "project", load: () => import("./pages/NewDatasetPage.tsx") },
    { path: "datasets/:datasetId", scope: "project", load: () => import("./pages/PreviewPage.tsx") },
    { path: "datasets/:datasetId/profile", scope: "project", load: () => import("./pages/ProfilePage.tsx") },
    { path: "datasets/:datasetId/versions", scope: "project", load: () => import("./pages/VersionsPage.tsx") },
    { path: "datasets/:datasetId/settings", scope: "project", load: () => import("./pages/SettingsPage.tsx") },
    { path: "datasets/:datasetId/clean", scope: "project", load: () => import("./pages/CleanPage.tsx"), wide: true },
  ],
  navigation: [{ key: "datasets", group: "data", label: msg("Datasets"), icon: Database, path: "datasets", order: 10, goKey: "d" }],
  links: [{ type: "dataset", icon: Database, to: (place, id, projectId) => place.at(`datasets/${id}`, projectId ?? null) }],
  actions: [
    {
      key: "dataset.new",
      label: msg("Upload a dataset"),
      icon: Database,
      words: "import csv table data",
      to: (place) => place.at("datasets/new"),
    },
  ],
  search: [
    {
      kind: "dataset",
      label: msg("Dataset"),
      icon: Database,
      find: async (q, place, signal) => {
        const { findDatasets } = await import("./hooks/findDatasets.ts");
        return await findDatasets(q, place, signal);
      },
    },
  ],
};
