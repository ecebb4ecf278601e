import { lazy, Suspense, useSyncExternalStore, type ReactNode } from "react";

export interface Question {
  title: string;
  /** Effect in words: what changes, for whom, how long. */
  effect: ReactNode;
  /** Number, time, cost, undo as label and value. */
  facts?: readonly (readonly [string, ReactNode])[];
  /** The button says the act: “Delete 14 runs”. */
  act: string;
  /** Red button; destructive or production. */
  danger?: boolean;
  /** Must be typed before the button works. */
  typeName?: string;
  /** Asks for a reason; says why it is needed. */
  reason?: string;
  /** What is kept and for how long. */
  kept?: string;
}

export interface Asked {
  question: Question;
  answer(result: { reason: string } | null): void;
}

let asked: Asked | null = null;
const listeners = new Set<() => void>();

function set(next: Asked | null): void {
  asked = next;
  for (const listener of listeners) listener();
}

/**
 * Second and third rung of the ladder: shows the effect before the act. Resolves to the reason
 * (or "") when confirmed, to null when cancelled. Reversible acts skip this and offer undo.
 */
export function confirm(question: Question): Promise<{ reason: string } | null> {
  return new Promise((resolve) => {
    set({
      question,
      answer: (result) => {
        set(null);
        resolve(result);
      },
    });
  });
}

const Dialog = lazy(() => import("./ConfirmDialog.tsx"));

/** Mounted once by the shell. */
export function ConfirmHost() {
  const current = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => asked,
  );
  if (current === null) return null;
  return (
    <Suspense fallback={null}>
      <Dialog asked={current} />
    </Suspense>
  );
}
