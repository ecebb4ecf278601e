import { House } from "lucide-react";
import { msg } from "../../lib/i18n.ts";
import type { Manifest } from "../../ui/manifest.ts";

export const manifest: Manifest = {
  name: "home",
  routes: [{ path: "", scope: "workspace", load: () => import("./pages/HomePage.tsx") }],
  navigation: [
    {
      key: "home",
      group: "start",
      label: msg("Home"),
      icon: House,
      path: "",
      workspaceWide: true,
      goKey: "h",
      order: 1,
      bottom: { label: msg("Home"), order: 10 },
    },
  ],
};
