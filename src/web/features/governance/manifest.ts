import { ScrollText, ShieldCheck } from "lucide-react";
import { msg } from "../../lib/i18n.ts";
import type { Manifest } from "../../ui/manifest.ts";
import { WaitingCount } from "./components/WaitingCount.tsx";

export const manifest: Manifest = {
  name: "governance",
  routes: [
    { path: "approvals", scope: "workspace", load: () => import("./pages/ApprovalsPage.tsx") },
    { path: "approvals/rules", scope: "workspace", load: () => import("./pages/RulesPage.tsx") },
    { path: "approvals/:approvalId", scope: "workspace", load: () => import("./pages/ApprovalsPage.tsx") },
    { path: "audit", scope: "workspace", load: () => import("./pages/AuditPage.tsx") },
    { path: "audit/verify", scope: "workspace", load: () => import("./pages/VerifyPage.tsx") },
  ],
  navigation: [
    {
      key: "approvals",
      group: "govern",
      label: msg("Approvals"),
      icon: ShieldCheck,
      path: "approvals",
      workspaceWide: true,
      order: 10,
      goKey: "a",
      Count: WaitingCount,
      bottom: { label: msg("Approve"), order: 30 },
    },
    {
      key: "audit",
      group: "govern",
      label: msg("Audit"),
      icon: ScrollText,
      path: "audit",
      workspaceWide: true,
      order: 40,
      visible: (session) => session.role === "admin" || session.role === "project_manager",
    },
  ],
  links: [
    { type: "approval", icon: ShieldCheck, to: (place, id) => place.at(`approvals/${id}`, null) },
    { type: "audit", icon: ScrollText, to: (place, id) => `${place.at("audit", null)}?row=${id}` },
  ],
  actions: [
    {
      key: "audit.verify",
      label: msg("Verify the audit log"),
      icon: ScrollText,
      words: "chain hash proof",
      to: (place) => place.at("audit/verify", null),
      visible: (session) => session.role === "admin" || session.role === "project_manager",
    },
  ],
};
