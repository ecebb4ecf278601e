import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { seeded } from "./sample.ts";
import { chiSquare, holm, ks, pooled, psi, shares } from "./statistics.ts";

// The interpreter with SciPy; without it this test fails rather than being skipped.
const python = join(import.meta.dirname, "../../../../.venv/bin/python");

const script = `
import json, sys
import numpy as np
from scipy import stats, special
cases = json.load(sys.stdin)
out = []
for case in cases:
    p = np.maximum(np.array(case["reference"]) / max(1, sum(case["reference"])), 1e-4)
    q = np.maximum(np.array(case["current"]) / max(1, sum(case["current"])), 1e-4)
    table = np.array([case["pooledReference"], case["pooledCurrent"]])
    chi = stats.chi2_contingency(table, correction=False)
    a, b = np.array(case["a"]), np.array(case["b"])
    exact = stats.ks_2samp(a, b, method="asymp").statistic
    en = np.sqrt(len(a) * len(b) / (len(a) + len(b)))
    out.append({"psi": float(np.sum((q - p) * np.log(q / p))), "chi": float(chi.statistic), "p": float(chi.pvalue), "df": int(chi.dof),
                "ks": float(exact), "ksP": float(special.kolmogorov(en * case["binned"]))})
print(json.dumps(out))
`;

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function histogram(values: readonly number[], cuts: readonly number[]): number[] {
  const counts = new Array<number>(cuts.length + 1).fill(0);
  for (const x of values) {
    const at = cuts.filter((c) => c <= x).length;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

function makeCase(seed: number) {
  const random = seeded(seed);
  const size = 200 + Math.floor(random() * 800);
  const a = Array.from({ length: 891 }, () => normal(random));
  const b = Array.from({ length: size }, () => normal(random) * (1 + (seed % 3) * 0.2) + (seed % 5) * 0.15);
  const sorted = a.toSorted((x, y) => x - y);
  const cuts = Array.from({ length: 9 }, (_, i) => sorted[Math.floor((a.length * (i + 1)) / 10)] ?? 0);
  const reference = histogram(a, cuts);
  const current = histogram(b, cuts);
  const bins = pooled(reference, current);
  return { a, b, reference, current, pooledReference: bins.reference, pooledCurrent: bins.current, binned: ks(reference, current).statistic };
}

test("PSI and chi-square equal SciPy's on the same bins, and KS keeps its stated bound", () => {
  const cases = Array.from({ length: 40 }, (_, i) => makeCase(i + 1));
  const answers = JSON.parse(execFileSync(python, ["-c", script], { input: JSON.stringify(cases), encoding: "utf8", maxBuffer: 1 << 26 })) as {
    psi: number;
    chi: number;
    p: number;
    df: number;
    ks: number;
    ksP: number;
  }[];
  assert.equal(answers.length, cases.length);
  cases.forEach((one, i) => {
    const said = answers[i];
    assert.ok(said);
    const chi = chiSquare(one.reference, one.current);
    const k = ks(one.reference, one.current);
    assert.ok(Math.abs(psi(one.reference, one.current) - said.psi) < 1e-9, `PSI of case ${i}`);
    assert.ok(Math.abs(chi.statistic - said.chi) < 1e-9 * Math.max(1, said.chi), `chi-square of case ${i}`);
    assert.ok(Math.abs(chi.pValue - said.p) < 1e-9, `p of case ${i}: ${chi.pValue} against ${said.p}`);
    assert.equal(chi.df, said.df);
    assert.ok(Math.abs(k.pValue - said.ksP) < 1e-9, `KS p of case ${i}`);
    assert.ok(said.ks >= k.statistic - 1e-12 && said.ks <= k.upper + 1e-12, `KS ${said.ks} of case ${i} lies outside ${k.statistic} to ${k.upper}`);
  });
});

test("KS is exact where every value has a bin of its own", () => {
  const k = ks([10, 20, 30], [30, 20, 10]);
  assert.ok(Math.abs(k.statistic - 1 / 3) < 1e-12);
});

test("empty windows and bins cost finite amounts and prove nothing", () => {
  assert.deepEqual(shares([0, 0]), [0, 0]);
  assert.equal(chiSquare([5, 5], [0, 0]).pValue, 1);
  assert.equal(ks([5, 5], [0, 0]).pValue, 1);
  assert.ok(Number.isFinite(psi([100, 0], [0, 100])));
  assert.equal(chiSquare([], []).pValue, 1);
});

test("Holm's adjustment is monotone, capped at 1 and never below Bonferroni's smallest", () => {
  assert.deepEqual(
    holm([0.01, 0.04, 0.03]).map((p) => Number(p.toFixed(4))),
    [0.03, 0.06, 0.06],
  );
  assert.deepEqual(holm([0.9, 0.8]), [1, 1]);
});
