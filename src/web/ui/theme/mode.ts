import { useSyncExternalStore } from "react";
import type { ThemeName } from "./tokens.ts";

export type ThemeChoice = "dark" | "light" | "system";

const storageKey = "lumina.theme";
const systemLight = () => matchMedia("(prefers-color-scheme: light)");
const listeners = new Set<() => void>();

/** The choice kept in this browser; the profile keeps it across browsers. */
export function themeChoice(): ThemeChoice {
  const stored = localStorage.getItem(storageKey);
  return stored === "light" || stored === "system" ? stored : "dark";
}

function resolved(): ThemeName {
  const choice = themeChoice();
  if (choice === "system") return systemLight().matches ? "light" : "dark";
  return choice;
}

/** Applies and keeps a choice at once; a theme change never animates. */
export function chooseTheme(choice: ThemeChoice): void {
  localStorage.setItem(storageKey, choice);
  document.documentElement.dataset.theme = resolved();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  const system = systemLight();
  const follow = () => {
    document.documentElement.dataset.theme = resolved();
    listener();
  };
  listeners.add(listener);
  system.addEventListener("change", follow);
  return () => {
    listeners.delete(listener);
    system.removeEventListener("change", follow);
  };
}

/** The theme in force, dark or light. */
export function useThemeName(): ThemeName {
  return useSyncExternalStore(subscribe, resolved);
}
