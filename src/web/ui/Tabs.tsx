import { NavLink } from "react-router";
import { useT } from "../lib/i18n.ts";

export interface Tab {
  /** Last part of the path; "" is the first tab. */
  key: string;
  label: string;
  count?: number;
  /** bad = something is wrong there. */
  tone?: "hot" | "bad";
}

/** Tabs that are addresses: `base` plus the tab's key. */
export function Tabs({ base, tabs, label }: { base: string; tabs: readonly Tab[]; label?: string }) {
  const t = useT();
  return (
    <nav className="tabs" aria-label={label ?? t("Parts of this page")}>
      {tabs.map((tab) => (
        <NavLink key={tab.key} end to={tab.key === "" ? base : `${base}/${tab.key}`}>
          {tab.label}
          {tab.count === undefined ? null : <span className={`count ${tab.tone ?? ""}`}>{tab.count}</span>}
        </NavLink>
      ))}
    </nav>
  );
}
