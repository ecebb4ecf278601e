import { NavLink } from "react-router";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";

/** Tabs of a dataset; the chosen version stays in the address. */
export function DatasetTabs({ datasetId, versions, search }: { datasetId: string; versions: number; search: string }) {
  const t = useT();
  const place = usePlace();
  const base = place.at(`datasets/${datasetId}`);
  const tabs = [
    { to: base, label: t("Preview") },
    { to: `${base}/profile`, label: t("Profile") },
    { to: `${base}/versions`, label: t("Versions"), count: versions },
    { to: `${base}/settings`, label: t("Settings") },
  ];
  return (
    <nav className="tabs" aria-label={t("Parts of this page")}>
      {tabs.map((tab) => (
        <NavLink key={tab.to} end to={`${tab.to}${search}`}>
          {tab.label}
          {tab.count === undefined ? null : <span className="count">{tab.count}</span>}
        </NavLink>
      ))}
    </nav>
  );
}
