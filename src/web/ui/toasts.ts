import { useSyncExternalStore } from "react";

export interface Toast {
  id: number;
  tone: "done" | "error" | "asked";
  /** Translated. */
  text: string;
  remark?: string;
  /** The object it is about. */
  to?: string;
  undo?(): void | Promise<unknown>;
}

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Says what happened, at most three at once. Errors stay; an undo stays 10 s; others 5 s. */
export function toast(message: Omit<Toast, "id">): void {
  const id = nextId++;
  set([...toasts, { ...message, id }].slice(-3));
}

export function dismissToast(id: number): void {
  set(toasts.filter((each) => each.id !== id));
}

/** Takes every message away. */
export function clearToasts(): void {
  set([]);
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
}
