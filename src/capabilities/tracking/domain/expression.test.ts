import assert from "node:assert/strict";
import { test } from "node:test";
import { evaluate, ExpressionProblem, keysOf, parseExpression, type Aggregates } from "./expression.ts";

const line = (first: number, last: number, min: number, max: number, mean: number, count: number): Aggregates => ({ first, last, min, max, mean, count });
const metrics = new Map([
  ["precision", line(0.5, 0.8, 0.5, 0.8, 0.65, 4)],
  ["recall", line(0.4, 0.5, 0.4, 0.6, 0.5, 4)],
  ["val/loss-1", line(2, 0.25, 0.25, 2, 1, 5)],
  ["val.acc", line(0.1, 0.9, 0.1, 0.95, 0.6, 10)],
  ["zero", line(0, 0, 0, 0, 0, 1)],
]);

const value = (text: string): number | null => evaluate(parseExpression(text), metrics);

test("values equal those worked out by hand", () => {
  const cases: [string, number][] = [
    ["2 * precision * recall / (precision + recall)", 0.8 / 1.3],
    ["precision - recall - 0.1", 0.2],
    ["1 - 2 * 3 ^ 2", -17],
    ["2 ^ 3 ^ 2", 512],
    ["-2 ^ 2", -4],
    ["2 ^ -1", 0.5],
    ["-(-precision)", 0.8],
    ["100 * (max(val.acc) - first(val.acc)) / count(val.acc)", 8.5],
    ["`val/loss-1` + mean(`val/loss-1`)", 1.25],
    ["max(precision, recall, 0.7) - min(precision, recall)", 0.3],
    ["sqrt(0.25) + abs(-1) + exp(0) + ln(1) + log10(100) + log2(8)", 7.5],
    ["round(2.5) + floor(-0.5) + ceil(0.2)", 3],
    ["1e-3 * .5e3 + 2.", 2.5],
    ["min(val.acc) * max(max(recall), 0.1)", 0.06],
  ];
  for (const [text, expected] of cases) assert.ok(Math.abs((value(text) ?? Number.NaN) - expected) < 1e-12, `${text} = ${value(text)}, not ${expected}`);
});

test("a division by zero is infinite, what is undefined is NaN, what is missing is null", () => {
  assert.equal(value("1 / zero"), Number.POSITIVE_INFINITY);
  assert.equal(value("-1 / zero"), Number.NEGATIVE_INFINITY);
  assert.ok(Number.isNaN(value("zero / zero")));
  assert.ok(Number.isNaN(value("sqrt(0 - precision)")));
  assert.equal(value("precision + absent"), null);
  assert.equal(value("0 * max(absent)"), null);
});

test("the keys of an expression are named once", () => {
  assert.deepEqual(keysOf(parseExpression("max(b) + b - `a/1` * abs(-c) ^ 2")), ["a/1", "b", "c"]);
  assert.deepEqual(keysOf(parseExpression("2 + 3")), []);
});

test("what cannot be read is refused at its place, with what to write", () => {
  const cases: [string, number, RegExp, RegExp][] = [
    ["precision +", 11, /ends too early/, /value after every sign/],
    ["(precision", 10, /ends too early/, /bracket/],
    ["precision recall", 10, /recall does not fit/, /a sign stands between two/],
    ["precision % 2", 10, /% has no meaning/, /back quotes/],
    ["`open", 0, /` has no meaning/, /Close the back quote/],
    ["median(precision)", 0, /median is no function/, /first, last, min, max, mean, count, abs/],
    ["mean(precision, recall)", 0, /asks of one metric/, /mean\(accuracy\)/],
    ["mean(precision + 1)", 0, /asks of one metric/, /mean\(accuracy\)/],
    ["sqrt(1, 2)", 0, /takes one value/, /sqrt\(accuracy\)/],
    ["max(1)", 0, /compares several values/, /max\(a, b\)/],
    ["", 0, /ends too early/, /bracket/],
    ["a; drop table tracking.runs", 1, /; has no meaning/, /back quotes/],
    ["constructor(1)", 0, /constructor is no function/, /There are/],
  ];
  for (const [text, from, message, fix] of cases)
    assert.throws(
      () => parseExpression(text),
      (error: unknown) => error instanceof ExpressionProblem && error.from === from && message.test(error.message) && fix.test(error.fix),
      text,
    );
});

test("brackets nest 50 deep, sums are as long as the text may be, and what nests deeper is refused instead of overflowing", () => {
  assert.equal(value(`${"(".repeat(50)}1${")".repeat(50)}`), 1);
  assert.equal(value(Array.from({ length: 480 }, () => "1").join("+")), 480);
  for (const deep of [`${"(".repeat(400)}1${")".repeat(400)}`, `${"-".repeat(900)}1`, Array.from({ length: 400 }, () => "1").join("^")])
    assert.throws(() => parseExpression(deep), { message: "The expression is nested too deeply." });
});
