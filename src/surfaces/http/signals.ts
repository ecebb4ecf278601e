import type { Signals } from "../../kernel/ports.ts";

/** What moved; null after a reconnect, when anything may have. */
export interface MovedSource {
  subscribe(onMoved: (moved: { workspaceId: string | null; topic: string } | null) => void): () => void;
}

/** Wakes watchers from the server's one LISTEN connection. A wait is registered at the moment of its call. */
export function createSignals(source: MovedSource): Signals {
  const waiters = new Map<string, Set<() => void>>();

  source.subscribe((moved) => {
    const woken = moved === null ? [...waiters.values()] : [waiters.get(keyOf(moved.workspaceId ?? "", moved.topic))];
    for (const wake of woken.flatMap((set) => [...(set ?? [])])) wake();
  });

  function add(key: string, wake: () => void): void {
    const set = waiters.get(key);
    if (set) set.add(wake);
    else waiters.set(key, new Set([wake]));
  }

  function remove(key: string, wake: () => void): void {
    const set = waiters.get(key);
    set?.delete(wake);
    if (set?.size === 0) waiters.delete(key);
  }

  return {
    wait(workspaceId, topics, timeoutMs, signal) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const keys = topics.map((topic) => keyOf(workspaceId, topic));
      const wake = (): void => {
        for (const key of keys) remove(key, wake);
        clearTimeout(timer);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      const timer = setTimeout(wake, timeoutMs);
      for (const key of keys) add(key, wake);
      if (signal.aborted) wake();
      else signal.addEventListener("abort", wake, { once: true });
      return promise;
    },
  };
}

function keyOf(workspaceId: string, topic: string): string {
  return `${workspaceId} ${topic}`;
}
