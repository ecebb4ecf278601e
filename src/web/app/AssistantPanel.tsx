import { createElement, Suspense, useState } from "react";
import { useT } from "../lib/i18n.ts";
import { useCollection } from "../ui/collection.tsx";
import { lazyOf } from "../ui/lazyOf.ts";
import { setPanel } from "../ui/panelState.ts";
import { Loading } from "../ui/states.tsx";

const least = 360;
const most = 720;
const usual = 440;

function widthNow(): number {
  const stored = Number(localStorage.getItem("lumina.panelWidth"));
  return stored >= least && stored <= most ? stored : usual;
}

/** The right panel; pushes the page, 360 to 720 px wide by drag or arrow keys. */
export function AssistantPanel() {
  const t = useT();
  const panel = useCollection().find((m) => m.panel)?.panel;
  const [width, setWidth] = useState(widthNow);
  if (!panel) return null;
  const resize = (to: number) => {
    const next = Math.min(most, Math.max(least, to));
    localStorage.setItem("lumina.panelWidth", String(next));
    setWidth(next);
  };
  return (
    <aside className="panel" aria-label={t(panel.label)} style={{ "--panel": `${width}px` } as React.CSSProperties}>
      <div
        className="panel-grip"
        role="separator"
        aria-orientation="vertical"
        aria-label={t("Width of the panel")}
        aria-valuenow={width}
        aria-valuemin={least}
        aria-valuemax={most}
        tabIndex={0}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) resize(window.innerWidth - event.clientX);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowLeft") resize(width + 16);
          if (event.key === "ArrowRight") resize(width - 16);
        }}
      />
      <Suspense fallback={<Loading shape="block" />}>{createElement(lazyOf(panel.load), { onClose: () => setPanel(false) })}</Suspense>
    </aside>
  );
}
