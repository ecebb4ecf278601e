import { useSyncExternalStore } from "react";

export interface PanelState {
  open: boolean;
  /** A sentence another page hands to the assistant; taken once. */
  ask: string | null;
}

let state: PanelState = { open: localStorage.getItem("lumina.panel") === "1", ask: null };
const listeners = new Set<() => void>();

/** Opens or closes the right panel; kept in this browser. */
export function setPanel(open: boolean): void {
  localStorage.setItem("lumina.panel", open ? "1" : "0");
  set({ ...state, open });
}

/** Opens the assistant with a sentence to send. */
export function askAssistant(sentence: string): void {
  localStorage.setItem("lumina.panel", "1");
  set({ open: true, ask: sentence });
}

/** The sentence that waits, once; the assistant calls it when `usePanel().ask` is set. */
export function takeAsked(): string | null {
  const { ask } = state;
  if (ask !== null) set({ ...state, ask: null });
  return ask;
}

export function panelNow(): PanelState {
  return state;
}

export function usePanel(): PanelState {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, panelNow);
}

function set(next: PanelState): void {
  state = next;
  for (const listener of listeners) listener();
}
