import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { MemoryRouter, Route, Routes, useLocation } from "react-router";
import { makeQueryClient } from "../lib/query.ts";
import { noSession, SessionContext, type Session } from "../lib/session.ts";
import { CollectionContext } from "../ui/collection.tsx";
import { ConfirmHost } from "../ui/Confirm.tsx";
import type { Manifest } from "../ui/manifest.ts";
import { Toasts } from "../ui/Toasts.tsx";
import { clearToasts } from "../ui/toasts.ts";

export const workspaceId = "01a1fc00-0000-7000-8000-000000000001";

/** A signed-in administrator; tests change what they need. */
export const session: Session = {
  ...noSession,
  profile: {
    id: "01a1fc00-0000-7000-8000-00000000000a",
    name: "Mira Novak",
    email: "mira@example.com",
    language: "en",
    timeZone: "UTC",
    theme: "dark",
    hasPassword: true,
  },
  workspace: { id: workspaceId, name: "Meridian Retail", role: "admin", memberCount: 2, createdAt: "2026-01-01T00:00:00.000Z" },
  role: "admin",
  timeZone: "UTC",
};

function Address() {
  const location = useLocation();
  return <output data-testid="address">{location.pathname + location.search}</output>;
}

/** Draws a page or part with the real kit around it; `path` is its route, `at` the address. */
export function show(element: ReactNode, options: { at?: string; path?: string; manifests?: readonly Manifest[]; session?: Session } = {}) {
  clearToasts();
  const at = options.at ?? `/w/${workspaceId}`;
  return render(
    <QueryClientProvider client={makeQueryClient()}>
      <CollectionContext value={options.manifests ?? []}>
        <SessionContext value={options.session ?? session}>
          <MemoryRouter initialEntries={[at]}>
            <Routes>
              <Route path={options.path ?? "*"} element={element} />
              <Route path="*" element={null} />
            </Routes>
            <Address />
            <Toasts />
            <ConfirmHost />
          </MemoryRouter>
        </SessionContext>
      </CollectionContext>
    </QueryClientProvider>,
  );
}
