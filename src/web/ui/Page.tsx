import type { ReactNode } from "react";
import "./page.css";
import { usePageInfo, type Crumb } from "./pageInfo.ts";

export interface PageProps {
  /** Plain text: document title, breadcrumb, h1. */
  title: string;
  /** Chips beside the title: version, state. */
  chips?: ReactNode;
  /** One line under the title: who, when, size, hash, links. Children of `<Meta>`. */
  meta?: ReactNode;
  /** At most three buttons. */
  actions?: ReactNode;
  crumbs?: readonly Crumb[];
  tabs?: ReactNode;
  /** No padding, content fills the height (tables, editors). */
  flush?: boolean;
  mono?: boolean;
  children: ReactNode;
}

const noCrumbs: readonly Crumb[] = [];

/** Frame of every page: one h1, meta line, actions, tabs, content. */
export function Page({ title, chips, meta, actions, crumbs = noCrumbs, tabs, flush = false, children }: PageProps) {
  usePageInfo(title, crumbs);
  return (
    <div className={`page ${flush ? "flush" : ""}`}>
      <div className="page-head">
        <div className="grow">
          <div className="row wrap">
            <h1>{title}</h1>
            {chips}
          </div>
          {meta === undefined ? null : <div className="meta">{meta}</div>}
        </div>
        {actions === undefined ? null : <div className="page-actions row wrap">{actions}</div>}
      </div>
      {tabs}
      <div className="page-body">{children}</div>
    </div>
  );
}
