import { useState } from "react";
import type { Step } from "../../../../capabilities/datasets/contract/cleaning.ts";

export interface DraftStep {
  step: Step;
  on: boolean;
}

export const draftKey = (datasetId: string, version: number): string => `lumina.recipe.${datasetId}.${version}`;

function read(key: string): readonly DraftStep[] | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? "null");
    return Array.isArray(kept) ? (kept as DraftStep[]) : null;
  } catch {
    return null;
  }
}

/** The steps being put together, with undo and redo; kept for this tab of the browser. */
export function useRecipe(datasetId: string, version: number, initial: readonly DraftStep[]) {
  const key = draftKey(datasetId, version);
  const [{ past, now, future }, setState] = useState(() => ({
    past: [] as (readonly DraftStep[])[],
    now: read(key) ?? initial,
    future: [] as (readonly DraftStep[])[],
  }));
  const keep = (steps: readonly DraftStep[]) => sessionStorage.setItem(key, JSON.stringify(steps));
  const set = (steps: readonly DraftStep[]) => {
    keep(steps);
    setState({ past: [...past, now].slice(-100), now: steps, future: [] });
  };
  const go = (back: boolean) => {
    const from = back ? past : future;
    const next = from.at(-1);
    if (!next) return;
    keep(next);
    setState(back ? { past: past.slice(0, -1), now: next, future: [...future, now] } : { past: [...past, now], now: next, future: future.slice(0, -1) });
  };
  return {
    steps: now,
    set,
    undo: past.length === 0 ? null : () => go(true),
    redo: future.length === 0 ? null : () => go(false),
    forget: () => sessionStorage.removeItem(key),
  };
}

/** The list with one entry moved by one place. */
export function moved<T>(list: readonly T[], index: number, by: -1 | 1): readonly T[] {
  const other = index + by;
  const [a, b] = [list[index], list[other]];
  if (a === undefined || b === undefined) return list;
  return list.map((each, i) => (i === index ? b : i === other ? a : each));
}
