import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useEffect, useMemo } from "react";
import { Navigate, Outlet, useLocation, useParams } from "react-router";
import { getProfile } from "../../capabilities/identity/contract/profile.ts";
import { listWorkspaces } from "../../capabilities/identity/contract/workspaces.ts";
import { setWorkspace } from "../lib/client.ts";
import { chooseLanguage, useT } from "../lib/i18n.ts";
import { problemOf } from "../lib/problem.ts";
import { queryFor } from "../lib/query.ts";
import { noSession, SessionContext, type Session } from "../lib/session.ts";
import { prolongSession } from "../lib/signIn.ts";
import { useCollection } from "../ui/collection.tsx";
import type { Manifest } from "../ui/manifest.ts";
import { ErrorState } from "../ui/states.tsx";
import { chooseTheme, themeChoice } from "../ui/theme/mode.ts";
import { MissingPage } from "./ErrorPages.tsx";

const lastKey = "lumina.workspace";

function useAccount() {
  const profile = useQuery({ ...queryFor(getProfile, {}), staleTime: 60_000 });
  const workspaces = useQuery({ ...queryFor(listWorkspaces, { limit: 200 }), staleTime: 60_000 });
  return { profile, workspaces };
}

/** `/`: to the sign-in page, or to the workspace used last; there to the page an address behind `#` means. */
export function RootRedirect() {
  const t = useT();
  const { hash } = useLocation();
  const meant = pathOf(hash, useCollection());
  const { profile, workspaces } = useAccount();
  const error = profile.error ?? workspaces.error;
  if (error && problemOf(error).code === "unauthenticated")
    return <Navigate to={meant === null ? "/login" : `/login?to=${encodeURIComponent(`/${hash}`)}`} replace />;
  if (error)
    return (
      <main className="error-page">
        <ErrorState error={error} what={t("LuminaOps could not load.")} onRetry={() => void (profile.error ? profile.refetch() : workspaces.refetch())} />
      </main>
    );
  if (!workspaces.data) return null;
  const known = workspaces.data.items;
  const last = localStorage.getItem(lastKey);
  const target = known.find((w) => w.id === last) ?? known[0];
  return <Navigate to={target ? `/w/${target.id}${meant === null ? "" : `/${meant}`}` : "/workspaces/new"} replace />;
}

function pathOf(hash: string, manifests: readonly Manifest[]): string | null {
  for (const { pattern, to } of manifests.flatMap((m) => m.fragments ?? [])) {
    const found = pattern.exec(hash);
    if (found) return to(found);
  }
  return null;
}

/** Nothing of a workspace renders before it is known who asks and that they are in it. */
export function WorkspaceGate() {
  const t = useT();
  const { workspaceId = "" } = useParams();
  const location = useLocation();
  const { profile, workspaces } = useAccount();
  const workspace = workspaces.data?.items.find((w) => w.id === workspaceId) ?? null;
  if (workspace) setWorkspace(workspace.id);
  const person = profile.data ?? null;
  useEffect(() => {
    if (workspace) localStorage.setItem(lastKey, workspace.id);
  }, [workspace]);
  useEffect(() => {
    if (!person) return;
    chooseLanguage(person.language);
    if (person.theme !== themeChoice()) chooseTheme(person.theme);
  }, [person]);
  const session = useMemo<Session>(
    () => ({
      ...noSession,
      profile: person,
      workspace,
      workspaces: workspaces.data?.items ?? [],
      role: workspace?.role ?? null,
      timeZone: person?.timeZone ?? noSession.timeZone,
    }),
    [person, workspace, workspaces.data],
  );
  useEffect(() => void prolongSession(), []);
  // The whole shell in one piece would hold the page up: drawn as deferred work, it is drawn in slices.
  const entered = useDeferredValue(workspace !== null && person !== null, false);
  const error = profile.error ?? workspaces.error;
  if (error && problemOf(error).code === "unauthenticated")
    return <Navigate to={`/login?to=${encodeURIComponent(location.pathname + location.search)}`} replace />;
  if (error && !workspace)
    return (
      <main className="error-page">
        <ErrorState error={error} what={t("LuminaOps could not load.")} onRetry={() => void (profile.error ? profile.refetch() : workspaces.refetch())} />
      </main>
    );
  if (!workspaces.data || !person) return null;
  if (!workspace) return <MissingPage />;
  if (!entered) return null;
  return (
    <SessionContext value={session}>
      <Outlet key={workspace.id} />
    </SessionContext>
  );
}
