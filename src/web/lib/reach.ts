import { useSyncExternalStore } from "react";

let lostAt: number | null = null;
const listeners = new Set<() => void>();

/** Notes whether the last call reached the server. */
export function noteReach(reached: boolean): void {
  const next = reached ? null : (lostAt ?? Date.now());
  if (next === lostAt) return;
  lostAt = next;
  for (const listener of listeners) listener();
}

/** Since when the server does not answer, in epoch milliseconds; null while it does. */
export function useLostSince(): number | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => lostAt,
  );
}
