/** Parameters (`p`) and tags (`t`) of a run. */
export type LabelKind = "p" | "t";

/** One label that comes, changes or goes. */
export interface LabelChange {
  runId: string;
  experimentId: string;
  kind: LabelKind;
  key: string;
  before: string | undefined;
  after: string | undefined;
}

/** Characters of a value that its index row holds. */
export const headLength = 64;

/** A value's beginning, never ending in half a character. */
export function head(value: string): string {
  if (value.length < headLength) return value;
  const cut = value.slice(0, headLength);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}

/** What sets `after` over `before`; equal values are no change. */
export function changes(
  run: { id: string; experimentId: string },
  kind: LabelKind,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): LabelChange[] {
  return Object.entries(after).flatMap(([key, value]) => {
    const old = Object.hasOwn(before, key) ? before[key] : undefined;
    return old === value ? [] : [{ runId: run.id, experimentId: run.experimentId, kind, key, before: old, after: value }];
  });
}

/** The parameter whose value another one would replace; parameters are written once. */
export function rewritten(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): { key: string; old: string; value: string } | null {
  for (const [key, value] of Object.entries(after)) {
    const old = Object.hasOwn(before, key) ? before[key] : undefined;
    if (old !== undefined && old !== value) return { key, old, value };
  }
  return null;
}

/** The first key that stands twice. */
export function twice(entries: readonly { key: string }[]): string | null {
  const seen = new Set<string>();
  for (const { key } of entries) {
    if (seen.has(key)) return key;
    seen.add(key);
  }
  return null;
}
