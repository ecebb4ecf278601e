import { FolderKanban } from "lucide-react";
import { msg } from "../../lib/i18n.ts";
import type { Manifest } from "../../ui/manifest.ts";

export const manifest: Manifest = {
  name: "projects",
  routes: [
    { path: "projects", scope: "workspace", load: () => import("./pages/ProjectsPage.tsx") },
    { path: "projects/new", scope: "workspace", load: () => import("./pages/NewProjectPage.tsx") },
    { path: "p/:projectId", scope: "workspace", load: () => import("./pages/OverviewPage.tsx") },
    { path: "p/:projectId/access", scope: "workspace", load: () => import("./pages/AccessPage.tsx") },
    { path: "p/:projectId/edit", scope: "workspace", load: () => import("./pages/EditPage.tsx") },
  ],
  navigation: [{ key: "projects", group: "start", label: msg("Projects"), icon: FolderKanban, path: "projects", workspaceWide: true, order: 3 }],
  links: [{ type: "project", icon: FolderKanban, to: (place, id) => place.at("", id) }],
  actions: [{ key: "project.new", label: msg("New project"), icon: FolderKanban, words: "create", to: (place) => place.at("projects/new", null) }],
  search: [
    {
      kind: "project",
      label: msg("Project"),
      icon: FolderKanban,
      find: async (q, place, signal) => {
        const { findProjects } = await import("./hooks/findProjects.ts");
        return await findProjects(q, place, signal);
      },
    },
  ],
};
