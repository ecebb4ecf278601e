import { useMemo, useState } from "react";
import type { Run } from "../../../../capabilities/tracking/contract/runs.ts";
import type { RunGroup } from "../../../../capabilities/tracking/contract/groups.ts";
import type { RunRows } from "./useRunRows.ts";

/** Lines of one colour: a run, or the runs of a group. */
export interface ChartedSet {
  key: string;
  index: number;
  runIds: readonly string[];
  run?: Run;
  group?: RunGroup;
}

export interface Charted {
  sets: readonly ChartedSet[];
  /** Changes when colours do. */
  colours: string;
  colourOf(runId: string): number | null;
  groupColour(index: number): number | null;
  hidden: ReadonlySet<string>;
  onHide(runId: string): void;
}

const mostRuns = 10;
const mostLines = 100;

/** Which runs the charts show: the picked ones, else the first ten; with groups the first ten groups. Hidden ones are left out. */
export function useCharted({ rows, picked, grouped, enabled }: { rows: RunRows; picked: readonly Run[]; grouped: boolean; enabled: boolean }): Charted {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const chosen = grouped ? "" : (picked.length > 0 ? picked : rows.runs.slice(0, mostRuns)).map((run) => run.id).join(",");
  const byId = new Map(rows.runs.map((run) => [run.id, run]));
  const sets: ChartedSet[] = !enabled
    ? []
    : grouped
      ? rows.groups.slice(0, mostRuns).map((group, index) => ({
          key: JSON.stringify(group.values),
          index,
          group,
          runIds: group.runIds.filter((id) => !hidden.has(id)).slice(0, Math.floor(mostLines / Math.max(1, Math.min(mostRuns, rows.groups.length)))),
        }))
      : chosen
          .split(",")
          .slice(0, mostLines)
          .flatMap((id, index) => {
            const run = byId.get(id);
            return run && !hidden.has(id) ? [{ key: id, index, run, runIds: [id] }] : [];
          });
  const colours = sets.map((set) => `${set.index}:${set.runIds.join(",")}`).join(";");
  const places = useMemo(() => {
    const of = new Map<string, number>();
    for (const part of colours.split(";")) {
      const at = part.indexOf(":");
      for (const id of part.slice(at + 1).split(",")) if (id !== "") of.set(id, Number(part.slice(0, at)));
    }
    return of;
  }, [colours]);
  return {
    sets,
    colours,
    colourOf: (runId) => places.get(runId) ?? null,
    groupColour: (index) => (index < mostRuns ? index : null),
    hidden,
    onHide: (runId) =>
      setHidden((was) => {
        const next = new Set(was);
        if (!next.delete(runId)) next.add(runId);
        return next;
      }),
  };
}
