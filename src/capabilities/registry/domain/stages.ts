import type { LiveStage, Stage } from "../contract/shapes.ts";

/** One entry of a model's stage history, oldest first. */
export interface Change {
  version: number;
  from: Stage;
  to: Stage;
  cause: "promoted" | "replaced" | "rolled_back" | "undone" | "deleted";
}

/** A change about to be written. */
export type Move = Change;

/** Where a version stands; in a live stage the one with the highest `seq` is followed. */
export interface Placed {
  version: number;
  stage: Stage;
  seq: number;
}

export function isLive(stage: Stage): stage is LiveStage {
  return stage === "staging" || stage === "production";
}

/** Versions in a stage, the one moved there last at the end. */
export function residents(versions: readonly Placed[], stage: Stage): number[] {
  return versions
    .filter((v) => v.stage === stage)
    .toSorted((a, b) => a.seq - b.seq || a.version - b.version)
    .map((v) => v.version);
}

/**
 * Moves that bring a version to a stage. What stands in a live stage is archived first, the newest before the others,
 * unless it is kept; a version that is kept in company and moved again becomes the one that is followed.
 */
export function movesTo(versions: readonly Placed[], version: number, to: Stage, cause: "promoted" | "rolled_back", keepExisting = false): Move[] {
  const from = versions.find((v) => v.version === version)?.stage ?? "none";
  const there = isLive(to) ? residents(versions, to) : [];
  const others = keepExisting ? [] : there.filter((v) => v !== version).toReversed();
  const replaced = others.map((v): Move => ({ version: v, from: to, to: "archived", cause: "replaced" }));
  const stays = from === to && (there.length === 0 || !keepExisting || there.at(-1) === version);
  return stays ? replaced : [...replaced, { version, from, to, cause }];
}

/** Moves that roll a live stage back: the previous version comes back, or what stands over it goes. */
export function movesBack(versions: readonly Placed[], previous: number, stage: LiveStage): Move[] {
  const there = residents(versions, stage);
  if (!there.includes(previous)) return movesTo(versions, previous, stage, "rolled_back");
  const over = there.slice(there.indexOf(previous) + 1).toReversed();
  return over.map((version) => ({ version, from: stage, to: "archived", cause: "rolled_back" }));
}

/** The versions after these moves. */
export function after(versions: readonly Placed[], moves: readonly Move[]): Placed[] {
  let seq = Math.max(0, ...versions.map((v) => v.seq));
  const placed = new Map(versions.map((v) => [v.version, v]));
  for (const move of moves) placed.set(move.version, { version: move.version, stage: move.to, seq: (seq += 1) });
  return [...placed.values()];
}

/**
 * Moves that undo an act: its moves backwards, then whoever stood over a version that returns is moved over it again,
 * so that what is followed is the same as before.
 */
export function undoing(before: readonly Placed[], moves: readonly Move[]): Move[] {
  const back = moves
    .toReversed()
    .filter((m) => m.from !== m.to)
    .map(({ version, from, to }): Move => ({ version, from: to, to: from, cause: "undone" }));
  const returned = after(after(before, moves), back);
  for (const stage of ["staging", "production"] as const) {
    const was = residents(before, stage);
    const now = residents(returned, stage);
    const wrong = was.findIndex((version, i) => now[i] !== version);
    if (wrong >= 0) back.push(...was.slice(wrong).map((version): Move => ({ version, from: stage, to: stage, cause: "undone" })));
  }
  return back;
}

/** True while every version still stands where the moves expect it and no other came into a live stage meanwhile. */
export function canMove(versions: readonly Placed[], moves: readonly Move[], expected: Readonly<Record<LiveStage, readonly number[]>>): boolean {
  const touched = new Set(moves.flatMap((m) => [m.from, m.to]).filter(isLive));
  for (const stage of touched) if (residents(versions, stage).join() !== expected[stage].join()) return false;
  let now: readonly Placed[] = versions;
  for (const move of moves) {
    if (now.find((v) => v.version === move.version)?.stage !== move.from) return false;
    now = after(now, [move]);
  }
  return true;
}

/** Who stands in the live stages. */
export function standing(versions: readonly Placed[]): Record<LiveStage, number[]> {
  return { staging: residents(versions, "staging"), production: residents(versions, "production") };
}

/**
 * The version to put back into a stage: the one before the present one, or the last one where the stage is empty.
 * A rolled-back version is forgotten, so rolling back twice goes two steps back; an undone act never happened.
 */
export function previousIn(stage: LiveStage, history: readonly Change[]): number | null {
  let stack: number[] = [];
  let there: number[] = [];
  const before = new Map<number, number[]>();
  for (const change of history) {
    there = there.filter((version) => version !== change.version);
    if (change.to === stage) {
      if (change.cause !== "undone") before.set(change.version, stack);
      const known = change.cause === "promoted" ? -1 : stack.lastIndexOf(change.version);
      stack = known >= 0 ? stack.slice(0, known + 1) : [...stack, change.version];
      there = [...there, change.version];
    } else if (change.from === stage) {
      if (change.cause === "undone") stack = before.get(change.version) ?? stack;
      if (change.cause === "rolled_back") stack = stack.slice(0, Math.max(0, stack.lastIndexOf(change.version)));
      if (change.cause === "deleted") stack = stack.filter((version) => version !== change.version);
    }
  }
  const present = there.at(-1) ?? null;
  return stack.findLast((version) => version !== present) ?? null;
}

/** What was followed in a stage after these changes. */
export function holderOf(stage: LiveStage, history: readonly Change[]): number | null {
  let there: number[] = [];
  for (const change of history) {
    there = there.filter((version) => version !== change.version);
    if (change.to === stage) there = [...there, change.version];
  }
  return there.at(-1) ?? null;
}
