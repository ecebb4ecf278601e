import type { RunGroup } from "../../../../../capabilities/tracking/contract/groups.ts";
import type { Run } from "../../../../../capabilities/tracking/contract/runs.ts";

/** One drawn row of the run table. */
export type Item =
  | { kind: "run"; key: string; run: Run; depth: number; children: number; open: boolean }
  | { kind: "group"; key: string; group: RunGroup; index: number; open: boolean }
  | { kind: "more"; key: string; depth: number; loading: boolean; load(): void };

/** Key of a group: its values. */
export function groupKey(group: Pick<RunGroup, "values">): string {
  return JSON.stringify(group.values);
}

/** The runs among rows, in their order. */
export function runsOf(items: readonly Item[]): Run[] {
  return items.flatMap((item) => (item.kind === "run" ? [item.run] : []));
}
