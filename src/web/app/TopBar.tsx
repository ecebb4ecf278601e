import { ChevronRight, Menu, Search } from "lucide-react";
import { Link } from "react-router";
import { useQuery } from "@tanstack/react-query";
import { getProject } from "../../capabilities/projects/contract.ts";
import { useT } from "../lib/i18n.ts";
import { usePlace } from "../lib/place.ts";
import { queryFor } from "../lib/query.ts";
import { useSession } from "../lib/session.ts";
import { useCollection } from "../ui/collection.tsx";
import { useCurrentPage, type Crumb } from "../ui/pageInfo.ts";
import { setPanel, usePanel } from "../ui/panelState.ts";
import { AccountMenu } from "./AccountMenu.tsx";
import { setShell } from "./shellState.ts";

/** Breadcrumbs at left; search, assistant and account at right. */
export function TopBar({ menuOpen, onMenu }: { menuOpen: boolean; onMenu(): void }) {
  const t = useT();
  const page = useCurrentPage();
  const panel = useCollection().find((m) => m.panel)?.panel;
  const { open } = usePanel();
  const PanelIcon = panel?.icon;
  return (
    <div className="topbar">
      <button type="button" className="icon-button only-narrow" aria-label={t("Menu")} aria-expanded={menuOpen} aria-controls="navigation" onClick={onMenu}>
        <Menu size={20} aria-hidden />
      </button>
      <b className="only-narrow grow ellipsis narrow-title">{page.title}</b>
      <Breadcrumbs />
      <button type="button" className="find" onClick={() => setShell({ palette: "search" })}>
        <Search size={14} aria-hidden />
        <span className="grow ellipsis">{t("Search or run a command")}</span>
        <kbd>Ctrl K</kbd>
      </button>
      {panel && PanelIcon ? (
        <button type="button" className={`panel-button ${open ? "on" : ""}`} aria-pressed={open} onClick={() => setPanel(!open)}>
          <PanelIcon size={14} aria-hidden color="var(--primary)" />
          <span>{t(panel.label)}</span>
          <kbd>Ctrl J</kbd>
        </button>
      ) : null}
      <button type="button" className="icon-button only-narrow" aria-label={t("Search")} onClick={() => setShell({ palette: "search" })}>
        <Search size={20} aria-hidden />
      </button>
      <AccountMenu />
    </div>
  );
}

function Breadcrumbs() {
  const t = useT();
  const place = usePlace();
  const page = useCurrentPage();
  const { workspace } = useSession();
  const items = useCollection().flatMap((m) => m.navigation ?? []);
  const project = useQuery({ ...queryFor(getProject, { projectId: place.projectId ?? "" }), enabled: place.projectId !== null, staleTime: 60_000 });
  const first: Crumb =
    place.projectId === null ? { label: workspace?.name ?? "", to: place.at("", null) } : { label: project.data?.name ?? "…", to: place.at("") };
  const part = place.rest.split("/")[0] ?? "";
  const section =
    part === "settings"
      ? { label: t("Settings"), path: "settings" }
      : items.filter((item) => item.path !== "" && item.path === part).map((item) => ({ label: t(item.label), path: item.path }))[0];
  const crumbs = [
    ...(place.projectId !== null && place.rest === "" ? [{ label: workspace?.name ?? "", to: place.at("", null) }] : []),
    first,
    ...(section && section.label !== page.title ? [{ label: section.label, to: place.at(section.path) }] : []),
    ...page.crumbs,
  ];
  return (
    <nav className="crumbs grow" aria-label={t("Breadcrumb")}>
      <ol>
        {crumbs
          .filter((crumb, i, all) => crumb.label !== page.title && all.findIndex((other) => other.label === crumb.label) === i)
          .map((crumb) => (
            <li key={crumb.to}>
              <Link to={crumb.to} className="ellipsis">
                {crumb.label}
              </Link>
              <ChevronRight size={14} aria-hidden />
            </li>
          ))}
        <li>
          <b aria-current="page" className="ellipsis">
            {page.title}
          </b>
        </li>
      </ol>
    </nav>
  );
}
