import { Ellipsis } from "lucide-react";
import { NavLink } from "react-router";
import { useT } from "../lib/i18n.ts";
import { usePlace } from "../lib/place.ts";
import { useCollection } from "../ui/collection.tsx";
import { setPanel, usePanel } from "../ui/panelState.ts";

/** Narrow screens: what is done on the way, everything else under More. */
export function BottomBar({ onMore, more }: { onMore(): void; more: boolean }) {
  const t = useT();
  const place = usePlace();
  const { open } = usePanel();
  const manifests = useCollection();
  const items = manifests
    .flatMap((m) => m.navigation ?? [])
    .flatMap((item) => (item.bottom ? [{ ...item, bottom: item.bottom }] : []))
    .toSorted((a, b) => a.bottom.order - b.bottom.order);
  const panel = manifests.find((m) => m.panel)?.panel;
  const lit = items.some((item) => (item.path === "" ? place.rest === "" : place.rest.startsWith(item.path)));
  const PanelIcon = panel?.icon;
  const link = (item: (typeof items)[number]) => {
    const Icon = item.icon;
    return (
      <NavLink key={item.key} to={item.workspaceWide ? place.at(item.path, null) : place.at(item.path)} end={item.path === ""}>
        <Icon size={20} aria-hidden />
        {t(item.bottom.label)}
      </NavLink>
    );
  };
  return (
    <nav className="bottom-bar" aria-label={t("Shortcuts")}>
      {items.filter((item) => item.bottom.order < 30).map(link)}
      {panel && PanelIcon ? (
        <button type="button" aria-pressed={open} className={open ? "on" : ""} onClick={() => setPanel(!open)}>
          <PanelIcon size={20} aria-hidden />
          {t("Ask")}
        </button>
      ) : null}
      {items.filter((item) => item.bottom.order >= 30).map(link)}
      <button type="button" aria-expanded={more} aria-controls="navigation" className={more || !lit ? "on" : ""} onClick={onMore}>
        <Ellipsis size={20} aria-hidden />
        {t("More")}
      </button>
    </nav>
  );
}
