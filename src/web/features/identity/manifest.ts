import { KeyRound, UserPlus, Users } from "lucide-react";
import { msg } from "../../lib/i18n.ts";
import type { Manifest } from "../../ui/manifest.ts";

export const manifest: Manifest = {
  name: "identity",
  routes: [
    { path: "login", scope: "public", load: () => import("./pages/Login.tsx") },
    { path: "register", scope: "public", load: () => import("./pages/Register.tsx") },
    { path: "link/:token", scope: "public", load: () => import("./pages/OneTimeLink.tsx") },
    { path: "invite/:token", scope: "public", load: () => import("./pages/Invite.tsx") },
    { path: "workspaces/new", scope: "public", load: () => import("./pages/NewWorkspace.tsx") },
    { path: "", scope: "settings", load: () => import("./pages/ProfilePage.tsx") },
    { path: "profile", scope: "settings", load: () => import("./pages/ProfilePage.tsx") },
    { path: "sessions", scope: "settings", load: () => import("./pages/SessionsPage.tsx") },
    { path: "keys", scope: "settings", load: () => import("./pages/KeysPage.tsx") },
    { path: "members", scope: "settings", load: () => import("./pages/MembersPage.tsx") },
    { path: "invitations", scope: "settings", load: () => import("./pages/InvitationsPage.tsx") },
    { path: "secrets", scope: "settings", load: () => import("./pages/SecretsPage.tsx") },
    { path: "workspace", scope: "settings", load: () => import("./pages/WorkspacePage.tsx") },
  ],
  settings: [
    { group: "account", label: msg("Profile"), path: "profile", order: 1 },
    { group: "account", label: msg("Sessions"), path: "sessions", order: 2 },
    { group: "account", label: msg("API keys"), path: "keys", order: 3 },
    { group: "workspace", label: msg("General"), path: "workspace", order: 10 },
    { group: "workspace", label: msg("Members and roles"), path: "members", order: 11 },
    { group: "workspace", label: msg("Invitations"), path: "invitations", order: 12, visible: (session) => session.role === "admin" },
    { group: "workspace", label: msg("Secrets"), path: "secrets", order: 20, visible: (session) => session.role === "admin" },
  ],
  links: [{ type: "member", icon: Users, to: (place) => place.at("settings/members", null) }],
  actions: [
    { key: "key.new", label: msg("Make an API key"), icon: KeyRound, words: "token", to: (place) => place.at("settings/keys?new=1", null) },
    {
      key: "invite",
      label: msg("Invite a person"),
      icon: UserPlus,
      words: "member colleague",
      to: (place) => place.at("settings/invitations?new=1", null),
      visible: (session) => session.role === "admin",
    },
  ],
  widgets: [{ slot: "start.side", key: "identity.setup", order: 20, load: () => import("./components/SetUp.tsx") }],
};
