import { Activity, FlaskConical, ListTree } from "lucide-react";
import { msg } from "../../lib/i18n.ts";
import type { Manifest } from "../../ui/manifest.ts";

export const manifest: Manifest = {
  name: "tracking",
  routes: [
    { path: "experiments", scope: "project", load: () => import("./pages/RunsPage.tsx") },
    { path: "experiments/list", scope: "project", load: () => import("./pages/ExperimentsPage.tsx") },
    { path: "experiments/number/:number", scope: "project", load: () => import("./pages/ExperimentNumberPage.tsx") },
    { path: "experiments/:experimentId", scope: "project", load: () => import("./pages/RunsPage.tsx") },
    { path: "runs/:runId", scope: "project", load: () => import("./pages/RunPage.tsx") },
    { path: "runs/:runId/charts", scope: "project", load: () => import("./pages/ChartsPage.tsx") },
    { path: "runs/:runId/parameters", scope: "project", load: () => import("./pages/ParametersPage.tsx") },
    { path: "runs/:runId/artifacts", scope: "project", load: () => import("./pages/ArtifactsPage.tsx") },
    { path: "runs/:runId/models", scope: "project", load: () => import("./pages/RunModelsPage.tsx") },
    { path: "runs/:runId/logs", scope: "project", load: () => import("./pages/LogsPage.tsx") },
    { path: "runs/:runId/system", scope: "project", load: () => import("./pages/SystemPage.tsx") },
    { path: "runs/:runId/reproduce", scope: "project", load: () => import("./pages/ReproducePage.tsx") },
    { path: "runs/:runId/gate", scope: "project", load: () => import("./pages/GatePage.tsx") },
    { path: "runs/:runId/traces", scope: "project", load: () => import("./pages/TraceRunPage.tsx") },
    { path: "traces", scope: "project", load: () => import("./pages/TracesPage.tsx") },
    { path: "traces/:traceId", scope: "project", load: () => import("./pages/TracePage.tsx") },
    { path: "metrics", scope: "project", load: () => import("./pages/MetricsPage.tsx") },
    { path: "compare", scope: "project", load: () => import("./pages/ComparePage.tsx") },
  ],
  navigation: [
    { key: "experiments", group: "build", label: msg("Experiments"), icon: FlaskConical, path: "experiments", order: 10, goKey: "r" },
    { key: "traces", group: "build", label: msg("Traces"), icon: ListTree, path: "traces", order: 15 },
  ],
  links: [
    { type: "run", icon: Activity, to: (place, id, projectId) => place.at(`runs/${id}`, projectId ?? null) },
    { type: "trace", icon: ListTree, to: (place, id, projectId) => place.at(`traces/${id}`, projectId ?? null) },
    { type: "experiment", icon: FlaskConical, to: (place, id, projectId) => place.at(`experiments/${id}`, projectId ?? null) },
  ],
  // MLflow's client prints these after a run.
  fragments: [
    {
      pattern: /^#\/experiments\/\d+\/runs\/([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})/,
      to: ([, ...parts]) => `runs/${parts.join("-")}`,
    },
    { pattern: /^#\/experiments\/(\d+)/, to: ([, number]) => `experiments/number/${number}` },
  ],
  search: [
    {
      kind: "run",
      label: msg("Run"),
      icon: Activity,
      find: async (q, place, signal) => {
        const { findRuns } = await import("./hooks/findRuns.ts");
        return await findRuns(q, place, signal);
      },
    },
    {
      kind: "experiment",
      label: msg("Experiment"),
      icon: FlaskConical,
      find: async (q, place, signal) => {
        const { findExperiments } = await import("./hooks/findRuns.ts");
        return await findExperiments(q, place, signal);
      },
    },
  ],
};
