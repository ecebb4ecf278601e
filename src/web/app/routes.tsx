import { matchRoutes, type RouteObject } from "react-router";
import type { Manifest, PageRoute } from "../ui/manifest.ts";
import { lazyOf } from "../ui/lazyOf.ts";
import { MissingPage } from "./ErrorPages.tsx";
import { PublicFrame } from "./PublicFrame.tsx";
import { SettingsFrame } from "./SettingsFrame.tsx";
import { Shell } from "./Shell.tsx";
import { RootRedirect, WorkspaceGate } from "./WorkspaceGate.tsx";

function routeOf(page: PageRoute): RouteObject {
  const Component = lazyOf(page.load);
  const handle = page.load;
  return page.path === "" ? { index: true, Component, handle } : { path: page.path, Component, handle };
}

/** Fetches the page of an address while it is still asked who is signed in. */
export function fetchPage(routes: RouteObject[], pathname: string): void {
  const load = matchRoutes(routes, pathname)?.at(-1)?.route.handle as PageRoute["load"] | undefined;
  // What cannot be fetched is said by the page itself, which asks again.
  load?.().catch(() => undefined);
}

/** The route tree out of the manifests; every page is a chunk of its own. */
export function routeTree(manifests: readonly Manifest[]): RouteObject[] {
  const pages = manifests.flatMap((m) => m.routes ?? []);
  const of = (scope: PageRoute["scope"]) => pages.filter((page) => page.scope === scope).map(routeOf);
  const missing: RouteObject = { path: "*", Component: MissingPage };
  const settings: RouteObject = { path: "settings", Component: SettingsFrame, children: [...of("settings"), missing] };
  return [
    { path: "/", Component: RootRedirect },
    { Component: PublicFrame, children: of("public") },
    {
      path: "/w/:workspaceId",
      Component: WorkspaceGate,
      children: [{ Component: Shell, children: [...of("workspace"), ...of("project"), { path: "p/:projectId", children: of("project") }, settings, missing] }],
    },
    missing,
  ];
}
