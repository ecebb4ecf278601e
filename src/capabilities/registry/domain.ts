import type { LiveStage, Stage } from "./contract.ts";

/** One entry of a model's stage history, oldest first. */
export interface Change {
  version: number;
  from: Stage;
  to: Stage;
  cause: "promoted" | "replaced" | "rolled_back" | "undone";
}

/** A change about to be written. */
export type Move = Change;

export interface Placed {
  version: number;
  stage: Stage;
}

export function isLive(stage: Stage): stage is LiveStage {
  return stage === "staging" || stage === "production";
}

/**
 * Moves that bring a version to a stage: what stands there now is archived first,
 * because a live stage holds one version.
 */
export function movesTo(versions: readonly Placed[], version: number, to: Stage, cause: "promoted" | "rolled_back"): Move[] {
  const from = versions.find((v) => v.version === version)?.stage ?? "none";
  if (from === to) return [];
  const holder = isLive(to) ? versions.find((v) => v.stage === to) : undefined;
  const moved: Move = { version, from, to, cause };
  return holder ? [{ version: holder.version, from: to, to: "archived", cause: "replaced" }, moved] : [moved];
}

/** The same moves backwards. */
export function inverse(moves: readonly Move[]): Move[] {
  return moves.toReversed().map(({ version, from, to }) => ({ version, from: to, to: from, cause: "undone" }));
}

/** True while every version still stands where the moves left it, and the places they came from are free. */
export function canInvert(versions: readonly Placed[], moves: readonly Move[]): boolean {
  const now = new Map(versions.map((v) => [v.version, v.stage]));
  for (const back of inverse(moves)) {
    if (now.get(back.version) !== back.from) return false;
    if (isLive(back.to) && [...now.values()].includes(back.to)) return false;
    now.set(back.version, back.to);
  }
  return true;
}

/**
 * The version to put back into a stage: the one before the present one, or the last one where the stage is empty.
 * A rolled-back version is forgotten, so rolling back twice goes two steps back; an undone act never happened.
 */
export function previousIn(stage: LiveStage, history: readonly Change[]): number | null {
  let stack: number[] = [];
  let present: number | null = null;
  const before = new Map<number, number[]>();
  for (const change of history) {
    if (change.to === stage) {
      if (change.cause !== "undone") before.set(change.version, stack);
      const known = change.cause === "promoted" ? -1 : stack.lastIndexOf(change.version);
      stack = known >= 0 ? stack.slice(0, known + 1) : [...stack, change.version];
      present = change.version;
    } else if (change.from === stage) {
      if (change.cause === "undone") stack = before.get(change.version) ?? stack;
      present = null;
    }
  }
  return stack.findLast((version) => version !== present) ?? null;
}

/** What stood in a stage after these changes. */
export function holderOf(stage: LiveStage, history: readonly Change[]): number | null {
  const last = history.findLast((change) => change.to === stage || change.from === stage);
  return last?.to === stage ? last.version : null;
}
