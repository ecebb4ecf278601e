import assert from "node:assert/strict";
import { test } from "node:test";
import type { Stage } from "../contract/shapes.ts";
import { after, canMove, holderOf, movesBack, movesTo, previousIn, residents, standing, undoing, type Change, type Placed } from "./stages.ts";

interface Undo {
  back: Change[];
  left: ReturnType<typeof standing>;
}

/** Plays moves over versions, as the store does. */
class Played {
  readonly history: Change[] = [];
  versions: Placed[];

  constructor(count: number) {
    this.versions = Array.from({ length: count }, (_, i) => ({ version: i + 1, stage: "none", seq: 0 }));
  }

  apply(moves: Change[]): Undo {
    const before = this.versions;
    for (const move of moves) assert.ok(this.versions.some((v) => v.version === move.version));
    this.versions = after(before, moves);
    this.history.push(...moves);
    return { back: undoing(before, moves), left: standing(this.versions) };
  }

  promote(version: number, to: Stage, keepExisting = false): Undo {
    return this.apply(movesTo(this.versions, version, to, "promoted", keepExisting));
  }

  rollback(): Undo {
    const previous = previousIn("production", this.history);
    assert.ok(previous !== null);
    return this.apply(movesBack(this.versions, previous, "production"));
  }

  undo({ back, left }: Undo): boolean {
    if (!canMove(this.versions, back, left)) return false;
    this.apply(back);
    return true;
  }

  get production(): number | null {
    const holder = holderOf("production", this.history);
    assert.equal(holder, residents(this.versions, "production").at(-1) ?? null);
    return holder;
  }
}

test("1, 2, 1 again: rolling back goes to 2, then to 1", () => {
  const p = new Played(2);
  p.promote(1, "production");
  p.promote(2, "production");
  p.promote(1, "production");
  p.rollback();
  assert.equal(p.production, 2);
  p.rollback();
  assert.equal(p.production, 1);
  assert.equal(previousIn("production", p.history), null);
});

test("an undone promotion is no version to roll back to", () => {
  const p = new Played(3);
  p.promote(1, "production");
  p.undo(p.promote(2, "production"));
  assert.equal(p.production, 1);
  assert.equal(previousIn("production", p.history), null);
  p.promote(3, "production");
  assert.equal(previousIn("production", p.history), 1);
});

test("an undone roll-back never happened", () => {
  const p = new Played(3);
  for (const version of [1, 2, 3]) p.promote(version, "production");
  p.undo(p.rollback());
  assert.equal(p.production, 3);
  assert.equal(previousIn("production", p.history), 2);
});

test("a move out of staging into production can be undone only while both places are as it left them", () => {
  const p = new Played(2);
  p.promote(1, "staging");
  const act = p.promote(1, "production");
  assert.equal(canMove(p.versions, act.back, act.left), true);
  p.promote(2, "staging");
  assert.equal(canMove(p.versions, act.back, act.left), false);
});

test("a stage keeps several versions when asked; the one moved last is followed, and moving one again makes it that", () => {
  const p = new Played(3);
  p.promote(1, "production");
  p.promote(2, "production", true);
  assert.deepEqual(residents(p.versions, "production"), [1, 2]);
  assert.equal(p.production, 2);
  const again = p.promote(1, "production", true);
  assert.equal(p.production, 1);
  assert.equal(p.undo(again), true);
  assert.deepEqual(residents(p.versions, "production"), [1, 2]);
  p.promote(3, "production");
  assert.deepEqual(residents(p.versions, "production"), [3]);
});

test("rolling back among several takes the newer ones out", () => {
  const p = new Played(3);
  p.promote(1, "production");
  p.promote(2, "production", true);
  p.rollback();
  assert.deepEqual(residents(p.versions, "production"), [1]);
  assert.equal(previousIn("production", p.history), null);
});

test("undoing a promotion that replaced several brings them back in their order", () => {
  const p = new Played(3);
  p.promote(2, "production");
  p.promote(1, "production", true);
  assert.equal(p.undo(p.promote(3, "production")), true);
  assert.deepEqual(residents(p.versions, "production"), [2, 1]);
});

test("undoing the move of an older version out of a stage does not make it the one that is followed", () => {
  const p = new Played(2);
  p.promote(1, "production");
  p.promote(2, "production", true);
  assert.equal(p.undo(p.promote(1, "archived")), true);
  assert.deepEqual(residents(p.versions, "production"), [1, 2]);
});

test("a thousand random acts keep history equal to the stages, and undoing one restores them", () => {
  let seed = 42;
  const random = (n: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
  const p = new Played(6);
  for (let i = 0; i < 1000; i += 1) {
    const before = standing(p.versions);
    const act =
      random(4) === 0 && previousIn("production", p.history) !== null
        ? p.rollback()
        : p.promote(1 + random(6), (["none", "staging", "production", "archived"] as const)[random(4)] ?? "none", random(3) === 0);
    if (random(4) === 0) {
      assert.equal(p.undo(act), true);
      assert.deepEqual(standing(p.versions), before);
    }
    assert.notEqual(previousIn("production", p.history) ?? -1, p.production);
  }
});
