import assert from "node:assert/strict";
import { test } from "node:test";
import { compare, verdict } from "./compare.ts";

const at = (value: number, sd?: number, folds = 5) => ({ metrics: { auc: value }, deviations: sd === undefined ? {} : { auc: sd }, folds });

test("better means that the interval lies above zero", () => {
  const clear = compare("auc", true, at(0.8, 0.01), at(0.85, 0.01));
  assert.equal(clear?.better, true);
  assert.match(
    verdict("auc", clear ?? never(), "version 1", "The challenger"),
    /^The challenger is better than version 1 by 0\.0500 auc \(95 % interval 0\.03\d\d to 0\.06\d\d\)\.$/,
  );
  const unclear = compare("auc", true, at(0.8, 0.05), at(0.81, 0.05));
  assert.equal(unclear?.better, false);
  assert.match(verdict("auc", unclear ?? never(), "version 1", "The challenger"), /includes zero; keep version 1/);
});

test("where lower is better the sign turns", () => {
  assert.equal(compare("auc", false, at(10, 0.1), at(8, 0.1))?.better, true);
  const worse = compare("auc", false, at(8, 0.1), at(10, 0.1));
  assert.match(verdict("auc", worse ?? never(), "version 1", "The challenger"), /is worse than version 1 by 2\.0000 auc .*keep version 1/);
});

test("without folds there is no interval, and without the metric no comparison", () => {
  assert.equal(compare("auc", true, at(0.8), at(0.9))?.interval, null);
  assert.equal(compare("f1", true, at(0.8), at(0.9)), null);
});

function never(): never {
  throw new Error("there is a difference");
}
