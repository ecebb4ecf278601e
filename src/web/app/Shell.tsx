import { Suspense, useEffect, useRef, useState } from "react";
import { Outlet, useLocation } from "react-router";
import { useT } from "../lib/i18n.ts";
import { placeOf } from "../lib/place.ts";
import { useCollection } from "../ui/collection.tsx";
import { ConfirmHost } from "../ui/Confirm.tsx";
import { useCurrentPage } from "../ui/pageInfo.ts";
import { usePanel } from "../ui/panelState.ts";
import { recordVisit } from "../ui/recent.ts";
import { Loading } from "../ui/states.tsx";
import { Toasts } from "../ui/Toasts.tsx";
import { AssistantPanel } from "./AssistantPanel.tsx";
import { BottomBar } from "./BottomBar.tsx";
import { CrashBoundary } from "./CrashBoundary.tsx";
import { Logo } from "./Logo.tsx";
import { Navigation } from "./Navigation.tsx";
import { OfflineBanner } from "./OfflineBanner.tsx";
import { PaletteHost } from "./PaletteHost.tsx";
import { isWide } from "./isWide.ts";
import { StatusBar } from "./StatusBar.tsx";
import { Switcher } from "./Switcher.tsx";
import { TopBar } from "./TopBar.tsx";
import { useKeyboard } from "./useKeyboard.ts";
import { useShell } from "./shellState.ts";
import "./shell.css";
import "./shell-narrow.css";

/** The frame of every workspace page. */
export function Shell() {
  const t = useT();
  const shell = useShell();
  const location = useLocation();
  const manifests = useCollection();
  const wide = isWide(manifests, placeOf(location.pathname).rest);
  const hasPanel = manifests.some((m) => m.panel !== undefined);
  const main = useScrollMemory(location.key);
  const [menuAt, setMenuAt] = useState<string | null>(null);
  const menuOpen = menuAt === location.key;
  useKeyboard();
  useVisits();
  const panel = usePanel().open && hasPanel;
  return (
    <div className={`shell ${shell.folded || wide ? "folded" : ""} ${panel ? "with-panel" : ""} ${menuOpen ? "menu-open" : ""}`}>
      <a className="skip" href="#main">
        {t("Skip to the content")}
      </a>
      <header className="brand">
        <Logo />
        <span className="brand-name">LuminaOps</span>
      </header>
      <TopBar menuOpen={menuOpen} onMenu={() => setMenuAt(menuOpen ? null : location.key)} />
      <div className="nav" id="navigation">
        <Switcher />
        <Navigation />
      </div>
      <main id="main" ref={main} tabIndex={-1}>
        <OfflineBanner />
        <CrashBoundary resetKey={location.pathname}>
          <Suspense fallback={<Loading />}>
            <Outlet />
          </Suspense>
        </CrashBoundary>
      </main>
      {panel ? <AssistantPanel /> : null}
      <StatusBar />
      <BottomBar onMore={() => setMenuAt(menuOpen ? null : location.key)} more={menuOpen} />
      <Toasts />
      <ConfirmHost />
      <PaletteHost />
    </div>
  );
}

/** Remembers the object pages that were opened, for “Continue” on the home page. */
function useVisits(): void {
  const { pathname } = useLocation();
  const { title } = useCurrentPage();
  useEffect(() => {
    const { workspaceId, rest } = placeOf(pathname);
    const [section = "", object] = rest.split("/");
    if (object === undefined || object === "new" || section === "settings" || section === "jobs" || section === "projects" || title === "") return;
    const timer = setTimeout(
      () =>
        recordVisit(workspaceId, {
          to: pathname
            .split("/")
            .slice(0, pathname.startsWith(`/w/${workspaceId}/p/`) ? 7 : 5)
            .join("/"),
          title,
          section,
        }),
      1000,
    );
    return () => clearTimeout(timer);
  }, [pathname, title]);
}

/** Back returns to the same scroll; a new page starts at the top. */
function useScrollMemory(key: string): React.RefObject<HTMLElement | null> {
  const main = useRef<HTMLElement>(null);
  const places = useRef(new Map<string, number>());
  useEffect(() => {
    const box = main.current;
    if (!box) return;
    const known = places.current;
    box.scrollTop = known.get(key) ?? 0;
    const keep = () => known.set(key, box.scrollTop);
    box.addEventListener("scroll", keep, { passive: true });
    return () => box.removeEventListener("scroll", keep);
  }, [key]);
  return main;
}
