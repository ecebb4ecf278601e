/** What a runner counted. */
export interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

export const nothing: Totals = { passed: 0, failed: 0, skipped: 0 };

export function add(a: Totals, b: Totals): Totals {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** The closing line of every runner here; `.ci/run` reads it. */
export function sentence({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** Reads the totals of a JUnit report, as pytest writes it: the attributes of its suites. */
export function fromJunit(xml: string): Totals {
  let all = nothing;
  for (const [, attributes = ""] of xml.matchAll(/<testsuite\s([^>]*)>/g)) {
    const value = (name: string): number => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(attributes)?.[1] ?? 0);
    const failed = value("failures") + value("errors");
    all = add(all, { passed: value("tests") - failed - value("skipped"), failed, skipped: value("skipped") });
  }
  return all;
}

/** Reads the totals of a vitest JSON report. */
export function fromVitest(json: string): Totals {
  const report = JSON.parse(json) as { numPassedTests?: number; numFailedTests?: number; numPendingTests?: number; numTodoTests?: number };
  return {
    passed: report.numPassedTests ?? 0,
    failed: report.numFailedTests ?? 0,
    skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0),
  };
}
