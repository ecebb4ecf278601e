import type { ReactNode } from "react";

/** A wide table scrolls inside, never the page; reachable by keyboard. */
function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div style={{ overflowX: "auto" }} tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  );
}
