import assert from "node:assert/strict";
import { test } from "node:test";
import type { Stage } from "./contract.ts";
import { canInvert, holderOf, inverse, movesTo, previousIn, type Change, type Placed } from "./domain.ts";

/** Plays moves over versions, as the store does. */
class Played {
  readonly history: Change[] = [];
  readonly versions: Placed[];

  constructor(count: number) {
    this.versions = Array.from({ length: count }, (_, i) => ({ version: i + 1, stage: "none" }));
  }

  apply(moves: Change[]): Change[] {
    for (const move of moves) {
      const at = this.versions.find((v) => v.version === move.version);
      assert.equal(at?.stage, move.from);
      if (at) at.stage = move.to;
      this.history.push(move);
      for (const stage of ["staging", "production"] as const)
        assert.ok(this.versions.filter((v) => v.stage === stage).length <= 1, `${stage} holds one version`);
    }
    return moves;
  }

  promote(version: number, to: Stage): Change[] {
    return this.apply(movesTo(this.versions, version, to, "promoted"));
  }

  rollback(): Change[] {
    const previous = previousIn("production", this.history);
    assert.ok(previous !== null);
    return this.apply(movesTo(this.versions, previous, "production", "rolled_back"));
  }

  get production(): number | null {
    const holder = holderOf("production", this.history);
    assert.equal(holder, this.versions.find((v) => v.stage === "production")?.version ?? null);
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
  p.apply(inverse(p.promote(2, "production")));
  assert.equal(p.production, 1);
  assert.equal(previousIn("production", p.history), null);
  p.promote(3, "production");
  assert.equal(previousIn("production", p.history), 1);
});

test("an undone roll-back never happened", () => {
  const p = new Played(3);
  for (const version of [1, 2, 3]) p.promote(version, "production");
  p.apply(inverse(p.rollback()));
  assert.equal(p.production, 3);
  assert.equal(previousIn("production", p.history), 2);
});

test("a move out of staging into production can be undone only while both places are as it left them", () => {
  const p = new Played(2);
  p.promote(1, "staging");
  const moves = p.promote(1, "production");
  assert.equal(canInvert(p.versions, moves), true);
  p.promote(2, "staging");
  assert.equal(canInvert(p.versions, moves), false);
});

test("a thousand random acts keep one version per stage and history equal to the stages", () => {
  let seed = 42;
  const random = (n: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
  const p = new Played(6);
  const undoable: Change[][] = [];
  for (let i = 0; i < 1000; i += 1) {
    const act = random(4);
    const last = undoable.at(-1);
    if (act === 0 && previousIn("production", p.history) !== null) undoable.push(p.rollback());
    else if (act === 1 && last && canInvert(p.versions, last)) p.apply(inverse(undoable.pop() ?? []));
    else undoable.push(p.promote(1 + random(6), (["none", "staging", "production", "archived"] as const)[random(4)] ?? "none"));
    assert.notEqual(previousIn("production", p.history) ?? -1, p.production);
  }
});
