import { Settings } from "lucide-react";
import { NavLink, useLocation } from "react-router";
import { msg, useT } from "../lib/i18n.ts";
import { usePlace } from "../lib/place.ts";
import { useSession } from "../lib/session.ts";
import { useCollection } from "../ui/collection.tsx";
import { groups, type Group, type NavItem } from "../ui/manifest.ts";

const headings: Record<Group, string> = {
  start: "",
  data: msg("Data"),
  build: msg("Build"),
  ship: msg("Ship"),
  operate: msg("Operate"),
  govern: msg("Govern"),
  share: msg("Share"),
};

/** Sections that exist, grouped as the work goes; the same order for every role. */
export function Navigation() {
  const t = useT();
  const place = usePlace();
  const session = useSession();
  const manifests = useCollection();
  const items = manifests
    .flatMap((m) => m.navigation ?? [])
    .filter((item) => item.visible?.(session) ?? true)
    .toSorted((a, b) => a.order - b.order);
  return (
    <nav className="nav-list" aria-label={t("Main")}>
      {groups.map((group) => {
        const own = items.filter((item) => item.group === group);
        if (own.length === 0) return null;
        return (
          <div key={group} className="nav-group">
            {headings[group] === "" ? null : <div className="nav-heading">{t(headings[group])}</div>}
            {own.map((item) => (
              <NavRow key={item.key} item={item} />
            ))}
          </div>
        );
      })}
      {manifests.some((m) => m.settings) ? (
        <div className="nav-foot">
          <NavLink to={place.at("settings", null)} className="nav-item" title={t("Settings")}>
            <Settings size={16} aria-hidden />
            <span>{t("Settings")}</span>
          </NavLink>
        </div>
      ) : null}
    </nav>
  );
}

function NavRow({ item }: { item: NavItem }) {
  const t = useT();
  const place = usePlace();
  const { pathname } = useLocation();
  const { Count } = item;
  const Icon = item.icon;
  const to = item.workspaceWide ? place.at(item.path, null) : place.at(item.path);
  const here = item.path === "" ? place.rest === "" && place.projectId === null : place.rest.split("/")[0] === item.path && pathname.startsWith("/w/");
  return (
    <NavLink to={to} end={item.path === ""} className={() => `nav-item ${here ? "here" : ""}`} aria-current={here ? "page" : undefined} title={t(item.label)}>
      <Icon size={16} aria-hidden />
      <span>{t(item.label)}</span>
      {Count ? <Count /> : null}
    </NavLink>
  );
}
