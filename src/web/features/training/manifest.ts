import { Sparkles } from "lucide-react";
import { msg } from "../../lib/i18n.ts";
import type { Manifest } from "../../ui/manifest.ts";

export const manifest: Manifest = {
  name: "training",
  routes: [
    { path: "training", scope: "project", load: () => import("./pages/TrainingsPage.tsx") },
    { path: "training/new", scope: "project", load: () => import("./pages/NewTrainingPage.tsx") },
    { path: "training/:trainingId", scope: "project", load: () => import("./pages/TrainingPage.tsx") },
    { path: "training/:trainingId/plots", scope: "project", load: () => import("./pages/PlotsPage.tsx") },
    { path: "training/:trainingId/columns", scope: "project", load: () => import("./pages/ColumnsPage.tsx") },
    { path: "training/:trainingId/log", scope: "project", load: () => import("./pages/LogPage.tsx") },
  ],
  navigation: [{ key: "training", group: "build", label: msg("Training"), icon: Sparkles, path: "training", order: 20, goKey: "t" }],
  links: [{ type: "training", icon: Sparkles, to: (place, id, projectId) => place.at(`training/${id}`, projectId ?? null) }],
  actions: [{ key: "training.new", label: msg("Train a model"), icon: Sparkles, words: "fit automl", to: (place) => place.at("training/new") }],
  search: [
    {
      kind: "training",
      label: msg("Training"),
      icon: Sparkles,
      find: async (q, place, signal) => {
        const { findTrainings } = await import("./hooks/findTrainings.ts");
        return await findTrainings(q, place, signal);
      },
    },
  ],
};
