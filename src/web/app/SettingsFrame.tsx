import { NavLink, Outlet } from "react-router";
import { msg, useT } from "../lib/i18n.ts";
import { usePlace } from "../lib/place.ts";
import { useSession } from "../lib/session.ts";
import { useCollection } from "../ui/collection.tsx";

const headings = { account: msg("My account"), workspace: msg("Workspace") } as const;

/** Settings: their own list of 204 px beside the navigation. */
export function SettingsFrame() {
  const t = useT();
  const place = usePlace();
  const session = useSession();
  const items = useCollection()
    .flatMap((m) => m.settings ?? [])
    .filter((item) => item.visible?.(session) ?? true)
    .toSorted((a, b) => a.order - b.order);
  return (
    <div className="settings">
      <nav className="settings-list" aria-label={t("Settings")}>
        {(["account", "workspace"] as const).map((group) => {
          const own = items.filter((item) => item.group === group);
          if (own.length === 0) return null;
          return (
            <div key={group}>
              <div className="nav-heading">{t(headings[group])}</div>
              {own.map((item) => (
                <NavLink key={item.path} to={place.at(`settings/${item.path}`, null)} className="nav-item">
                  {t(item.label)}
                </NavLink>
              ))}
            </div>
          );
        })}
      </nav>
      <div className="settings-page">
        <Outlet />
      </div>
    </div>
  );
}
