import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type * as z from "zod";
import type { ObjectSchema } from "../../kernel/contract/operation.ts";
import { openStream, type Operation } from "./client.ts";
import { ProblemError, problemFrom } from "./problem.ts";
import { readEvents } from "./sse.ts";

/** `live` streams; `reconnecting` lost it less than 15 s ago; `offline` longer; `idle` has nothing to watch. */
export type LiveState = "idle" | "live" | "reconnecting" | "offline";

const offlineAfterMs = 15_000;
const pollMs = 3_000;
const states = new Map<symbol, { live: boolean; lostAt: number | null }>();
const listeners = new Set<() => void>();
let summary: { state: LiveState; since: number | null } = { state: "idle", since: null };

function summarise(): void {
  const lost = [...states.values()].filter((s) => !s.live && s.lostAt !== null);
  const since = lost.length === 0 ? null : Math.min(...lost.map((s) => s.lostAt ?? 0));
  const state: LiveState = states.size === 0 ? "idle" : since === null ? "live" : Date.now() - since > offlineAfterMs ? "offline" : "reconnecting";
  if (state === summary.state && since === summary.since) return;
  summary = { state, since };
  for (const listener of listeners) listener();
}

/** State of all streams of this page, for the status bar. */
export function useLiveState(): { state: LiveState; since: number | null } {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => summary,
  );
}

/**
 * Follows a watch until the signal aborts or the server ends it: reconnects from the last cursor
 * with backoff. A refusal (absent, forbidden) ends it; the page's own read shows why.
 */
export async function follow<I extends ObjectSchema, O extends ObjectSchema>(
  spec: Operation<I, O>,
  input: z.input<I>,
  onEvent: (event: z.output<O>) => void,
  signal: AbortSignal,
  onState: (live: boolean) => void = () => {},
): Promise<void> {
  let cursor: string | null = null;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const response = await openStream(spec, input, cursor, signal);
      if (!response.ok || response.body === null) throw await problemFrom(response);
      onState(true);
      failures = 0;
      for await (const event of readEvents(response.body)) {
        if (event.id !== null) cursor = event.id;
        if (event.type === "end" || event.type === "problem") return;
        if (event.data !== "") onEvent(JSON.parse(event.data) as z.output<O>);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ProblemError && error.problem.status >= 400 && error.problem.status < 500 && error.problem.status !== 429) return;
    }
    if (signal.aborted) return;
    onState(false);
    failures += 1;
    await pause(Math.min(500 * 2 ** (failures - 1), 8_000) * (0.75 + Math.random() / 2), signal);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/**
 * Follows a watch while mounted. While the stream is down the reads named in `poll` are fetched
 * again every 3 s, so the page stays true without it.
 */
export function useWatch<I extends ObjectSchema, O extends ObjectSchema>(
  spec: Operation<I, O>,
  input: z.input<I> | null,
  onEvent: (event: z.output<O>) => void,
  options: { poll?: readonly (readonly unknown[])[] } = {},
): { live: boolean } {
  const client = useQueryClient();
  const [live, setLive] = useState(false);
  const latest = useRef({ onEvent, poll: options.poll });
  useEffect(() => {
    latest.current = { onEvent, poll: options.poll };
  });
  const key = input === null ? null : JSON.stringify(input);
  useEffect(() => {
    if (key === null) return;
    const controller = new AbortController();
    const mark = Symbol(spec.name);
    states.set(mark, { live: false, lostAt: null });
    let up = false;
    const onState = (now: boolean) => {
      up = now;
      setLive(now);
      states.set(mark, { live: now, lostAt: now ? null : (states.get(mark)?.lostAt ?? Date.now()) });
      summarise();
    };
    const poll = setInterval(() => {
      summarise();
      if (!up) for (const queryKey of latest.current.poll ?? []) void client.invalidateQueries({ queryKey });
    }, pollMs);
    void follow(spec, JSON.parse(key) as z.input<I>, (event) => latest.current.onEvent(event), controller.signal, onState).then(() => {
      clearInterval(poll);
      states.delete(mark);
      summarise();
    });
    return () => {
      controller.abort();
      clearInterval(poll);
    };
  }, [spec, key, client]);
  return { live };
}
