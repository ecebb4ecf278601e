import { useSyncExternalStore } from "react";

export interface ShellState {
  folded: boolean;
  palette: "closed" | "search" | "shortcuts";
  /** Single-key shortcuts are on. */
  keys: boolean;
}

const stored = (name: string) => localStorage.getItem(`lumina.${name}`);

let state: ShellState = { folded: stored("folded") === "1", palette: "closed", keys: stored("keys") !== "0" };
const listeners = new Set<() => void>();

/** Folded panels are kept in this browser, not in the address. */
export function setShell(part: Partial<ShellState>): void {
  state = { ...state, ...part };
  for (const name of ["folded", "keys"] as const) localStorage.setItem(`lumina.${name}`, state[name] ? "1" : "0");
  for (const listener of listeners) listener();
}

export function shellNow(): ShellState {
  return state;
}

export function useShell(): ShellState {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, shellNow);
}
