// A reporter of node:test that writes only counts: tests, not suites, each once.
export default async function* totals(source) {
  const count = { passed: 0, failed: 0, skipped: 0, names: [] };
  for await (const { type, data } of source) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.details?.type === "suite") {
      // A suite whose hook failed has no failing test of its own.
      if (type === "test:fail" && data.details.error?.failureType === "hookFailed") count.failed += 1;
      continue;
    }
    if (data.skip !== undefined || data.todo !== undefined) {
      count.skipped += 1;
      count.names.push(data.name);
    } else if (type === "test:pass") count.passed += 1;
    else count.failed += 1;
  }
  yield JSON.stringify(count);
}
