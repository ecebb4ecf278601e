import { Cpu } from "lucide-react";
import { msg } from "../../lib/i18n.ts";
import type { Manifest } from "../../ui/manifest.ts";
import { RunningCount } from "./components/RunningCount.tsx";

export const manifest: Manifest = {
  name: "jobs",
  routes: [
    { path: "jobs", scope: "project", load: () => import("./pages/JobsPage.tsx") },
    { path: "jobs/:jobId", scope: "project", load: () => import("./pages/JobPage.tsx") },
  ],
  navigation: [{ key: "jobs", group: "operate", label: msg("Jobs"), icon: Cpu, path: "jobs", order: 40, Count: RunningCount }],
  links: [{ type: "job", icon: Cpu, to: (place, id, projectId) => place.at(`jobs/${id}`, projectId ?? null) }],
  widgets: [{ slot: "home.side", key: "jobs.running", order: 20, load: () => import("./components/RunningNow.tsx") }],
  search: [
    {
      kind: "job",
      label: msg("Job"),
      icon: Cpu,
      find: async (q, place, signal) => {
        const { findJobs } = await import("./hooks/findJobs.ts");
        return await findJobs(q, place, signal);
      },
    },
  ],
};
