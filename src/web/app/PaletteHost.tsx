import { lazy, Suspense } from "react";
import { useShell } from "./shellState.ts";

const Palette = lazy(() => import("./Palette.tsx"));
const Shortcuts = lazy(() => import("./Shortcuts.tsx"));

/** Loads the palette and the list of keys when they are first asked for. */
export function PaletteHost() {
  const { palette } = useShell();
  return <Suspense fallback={null}>{palette === "search" ? <Palette /> : palette === "shortcuts" ? <Shortcuts /> : null}</Suspense>;
}
