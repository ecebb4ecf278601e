import { describe, expect, test } from "vitest";
import { makeFormat, shortHash, shortId } from "./format.ts";

const f = makeFormat("en-GB", "UTC");

describe("numbers", () => {
  test("counts are grouped, compact only from 100,000", () => {
    expect(f.count(486210)).toBe("486,210");
    expect(f.compact(99_999)).toBe("99,999");
    expect(f.compact(1_234_567)).toMatch(/^1\.23\s?[Mm]/);
  });
  test("scores have 4 decimals, others 3 significant, tiny ones are scientific", () => {
    expect(f.metric(0.9139)).toBe("0.9139");
    expect(f.metric(0.5)).toBe("0.5000");
    expect(f.metric(12.3456)).toBe("12.3");
    expect(f.metric(18406.7)).toBe("18,407");
    expect(f.metric(0.000041)).toBe("4.1e-5");
    expect(f.metric(-0.037)).toBe("−0.0370");
  });
  test("percent, points and deltas carry a true minus and no sign at zero", () => {
    expect(f.percent(0.63)).toBe("63\u2009%");
    expect(f.percent(0.013)).toBe("1.3\u2009%");
    expect(f.points(0.013)).toBe("+1.3 pp");
    expect(f.points(-0.041)).toBe("−4.1 pp");
    expect(f.delta(0)).toBe("0.0000");
    expect(f.delta(0.037)).toBe("+0.0370");
    expect(f.delta(-0.5, (n) => f.percent(n))).toBe("−50\u2009%");
  });
  test("bytes are SI with 3 significant digits, money has 2 decimals or 4 below a cent", () => {
    expect(f.bytes(61_400_000)).toBe("61.4 MB");
    expect(f.bytes(999)).toBe("999 B");
    expect(f.money(0.38)).toBe("$0.38");
    expect(f.money(0.0041)).toBe("$0.0041");
  });
  test("what is missing is a dash, zero is zero", () => {
    expect([f.count(null), f.metric(undefined), f.percent(Number.NaN), f.duration(null), f.time(null), f.bytes(undefined)]).toEqual([
      "—",
      "—",
      "—",
      "—",
      "—",
      "—",
    ]);
    expect(f.count(0)).toBe("0");
  });
});

describe("times", () => {
  test("durations go from µs to days, two units from a minute on", () => {
    expect(f.duration(0.042)).toBe("42 µs");
    expect(f.duration(0.92)).toBe("0.92 ms");
    expect(f.duration(1.4)).toBe("1.4 ms");
    expect(f.duration(2100)).toBe("2.1 s");
    expect(f.duration(38_000)).toBe("38 s");
    expect(f.duration(760_000)).toBe("12 min 40 s");
    expect(f.duration(3 * 86_400_000 + 4 * 3_600_000)).toBe("3 d 4 h");
  });
  test("an estimate says about and never falls below a few seconds", () => {
    expect(f.estimate(3000)).toBe("a few seconds");
    expect(f.estimate(34_000)).toBe("about 40 s");
    expect(f.estimate(640_000)).toBe("about 11 min");
  });
  test("relative below a day, then a date in the person's zone", () => {
    const now = new Date("2026-03-04T14:05:00Z");
    expect(f.time("2026-03-04T14:04:40Z", now)).toBe("just now");
    expect(f.time("2026-03-04T13:59:00Z", now)).toBe("6 min ago");
    expect(f.time("2026-03-04T09:00:00Z", now)).toBe("5 h ago");
    expect(f.time("2026-03-04T15:05:00Z", now)).toBe("in 1 h");
    expect(f.time("2026-03-01T14:05:00Z", now)).toBe("1 Mar 2026, 14:05");
    expect(makeFormat("en-GB", "Europe/Berlin").time("2026-03-01T14:05:00Z", now)).toBe("1 Mar 2026, 15:05");
    expect(f.time("2025-03-01T14:05:00Z", now)).toBe("1 Mar 2025");
  });
  test("a clock shows hour and minute of the person's zone", () => {
    expect(makeFormat("en-GB", "Europe/Berlin").clock("2026-03-04T08:12:40Z")).toBe("09:12");
  });
  test("ids and hashes show eight characters", () => {
    expect(shortHash("a91f4c07deadbeef")).toBe("a91f4c07");
    expect(shortId("01a1fc2d-7f41-7a62-a78c-3afac2693539")).toBe("c2693539");
  });
});
