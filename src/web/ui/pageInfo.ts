import { useEffect, useSyncExternalStore } from "react";

export interface Crumb {
  label: string;
  to: string;
}

export interface PageInfo {
  title: string;
  /** Levels between the section and this page. */
  crumbs: readonly Crumb[];
}

let info: PageInfo = { title: "", crumbs: [] };
const listeners = new Set<() => void>();

/** Tells the shell (breadcrumbs, document title, narrow top bar) what the page shows. */
export function usePageInfo(title: string, crumbs: readonly Crumb[]): void {
  const key = JSON.stringify(crumbs);
  useEffect(() => {
    info = { title, crumbs: JSON.parse(key) as Crumb[] };
    document.title = title === "" ? "LuminaOps" : `${title} · LuminaOps`;
    for (const listener of listeners) listener();
  }, [title, key]);
}

/** What the current page said about itself. */
export function useCurrentPage(): PageInfo {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => info,
  );
}
