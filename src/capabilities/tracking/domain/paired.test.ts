import assert from "node:assert/strict";
import { test } from "node:test";
import { holm, pairedTest, tQuantile, tTwoSided } from "./paired.ts";
import { scipyCases } from "./paired-scipy.fixture.ts";

const near = (got: number | undefined, wanted: number, what: string, tolerance = 1e-9) =>
  assert.ok(got !== undefined && Math.abs(got - wanted) <= tolerance * Math.max(1, Math.abs(wanted)), `${what}: ${got} is not ${wanted}`);

for (const each of scipyCases)
  test(`equals SciPy: ${each.name}`, () => {
    const got = pairedTest(each.a, each.b);
    near(got.t?.statistic, each.t, "t");
    near(got.t?.p, each.p, "p of t");
    near(got.interval?.low, each.low, "interval");
    near(got.interval?.high, each.high, "interval");
    near(got.effect ?? undefined, each.effect, "effect");
    near(got.wilcoxon?.statistic, each.w, "W");
    near(got.wilcoxon?.p, each.wp, "p of W");
  });

test("what cannot be tested is null, not a made-up number", () => {
  assert.deepEqual(pairedTest([], []), { n: 0, mean: Number.NaN, sd: null, interval: null, t: null, wilcoxon: null, effect: null });
  const one = pairedTest([0.9], [0.8]);
  assert.deepEqual([one.n, one.t, one.interval], [1, null, null]);
  const equal = pairedTest([0.9, 0.8], [0.9, 0.8]);
  assert.deepEqual([equal.mean, equal.t, equal.wilcoxon], [0, null, null]);
  const shifted = pairedTest([0.3, 0.6, 0.9], [0.2, 0.5, 0.8]);
  assert.equal(shifted.t, null);
});

test("pairs without a finite value on both sides are left out", () => {
  assert.equal(pairedTest([1, Number.NaN, 3], [0, 1, Number.POSITIVE_INFINITY]).n, 1);
});

test("Student's distribution at known points", () => {
  near(tQuantile(0.975, 4), 2.7764451051977987, "quantile");
  near(tTwoSided(2.7764451051977987, 4), 0.05, "tail");
  near(tTwoSided(40, 3), 3.4267283e-5, "far tail", 1e-6);
});

test("Holm multiplies the least p most and never falls", () => {
  assert.deepEqual(
    holm([0.01, null, 0.04, 0.03]).map((p) => p && Number(p.toFixed(6))),
    [0.03, null, 0.06, 0.06],
  );
});
