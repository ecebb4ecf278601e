import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { deleteRuns, restoreRuns, tagRuns } from "../../../../capabilities/tracking/contract/bulk.ts";
import type { Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { searchRuns } from "../../../../capabilities/tracking/contract/search.ts";
import { act, api } from "../../../lib/client.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { problemOf } from "../../../lib/problem.ts";
import { invalidateNoun } from "../../../lib/query.ts";
import { confirm } from "../../../ui/Confirm.tsx";
import { toast } from "../../../ui/toasts.ts";
import type { Asked } from "./useRunRows.ts";

export interface Chosen {
  id: string;
  projectId: string;
}

const page = 1000;

/** Every run that matches, page by page. */
async function allOf(asked: Asked, onPage: (n: number) => void): Promise<Chosen[]> {
  const out: Chosen[] = [];
  let cursor: string | null = null;
  do {
    const answer: { items: Run[]; nextCursor: string | null } = await api(searchRuns, {
      ...asked,
      metrics: [],
      params: [],
      tags: [],
      limit: page,
      ...(cursor === null ? {} : { cursor }),
    });
    out.push(...answer.items.map(({ id, projectId }) => ({ id, projectId })));
    cursor = answer.nextCursor;
    onPage(out.length);
  } while (cursor !== null);
  return out;
}

/** Calls an act for at most 1,000 runs of one project at a time. */
async function inParts(
  runs: readonly Chosen[],
  one: (part: { projectId: string; runIds: string[] }) => Promise<unknown>,
  onPart: (n: number) => void,
): Promise<void> {
  const byProject = Map.groupBy(runs, (run) => run.projectId);
  let done = 0;
  for (const [projectId, those] of byProject)
    for (let at = 0; at < those.length; at += page) {
      const part = those.slice(at, at + page);
      await one({ projectId, runIds: part.map((run) => run.id) });
      done += part.length;
      onPart(done);
    }
}

export interface Bulk {
  /** Done of total while an act on many runs goes on. */
  progress: { done: number; total: number | null } | null;
  remove(runs: readonly Chosen[] | Asked, count: number): Promise<boolean>;
  restore(runs: readonly Chosen[] | Asked, count: number): Promise<boolean>;
  tag(runs: readonly Chosen[] | Asked, count: number, set: Record<string, string>, remove: readonly string[]): Promise<boolean>;
}

/** Acts on the selection, or on all that match: said before when many, undone after where an inverse exists. */
export function useBulk(): Bulk {
  const t = useT();
  const f = useFormat();
  const client = useQueryClient();
  const [progress, setProgress] = useState<Bulk["progress"]>(null);

  const run = async (
    runs: readonly Chosen[] | Asked,
    one: (part: { projectId: string; runIds: string[] }) => Promise<unknown>,
  ): Promise<readonly Chosen[] | null> => {
    try {
      setProgress({ done: 0, total: null });
      const chosen = "orderBy" in runs ? await allOf(runs, (done) => setProgress({ done, total: null })) : runs;
      await inParts(chosen, one, (done) => setProgress({ done, total: chosen.length }));
      return chosen;
    } catch (error) {
      const problem = problemOf(error);
      toast({ tone: "error", text: problem.detail, remark: problem.fix });
      return null;
    } finally {
      setProgress(null);
      await invalidateNoun(client, "runs");
    }
  };

  const sure = async (count: number, question: { title: string; effect: string; act: string; danger?: boolean }): Promise<boolean> =>
    count <= 100 || (await confirm({ ...question, kept: t("It can be undone one by one or from the deleted runs.") })) !== null;

  return {
    progress,
    remove: async (runs, count) => {
      const n = f.count(count);
      if (
        !(await sure(count, {
          title: t("Delete {n} runs", { n }),
          effect: t("They leave every list and stay under “Deleted runs” until they are restored."),
          act: t("Delete {n} runs", { n }),
          danger: true,
        }))
      )
        return false;
      const chosen = await run(runs, (part) => act(deleteRuns, part));
      if (chosen)
        toast({
          tone: "done",
          text: t("{n, plural, one {# run deleted.} other {# runs deleted.}}", { n: chosen.length }),
          undo: () => run(chosen, (part) => act(restoreRuns, part)),
        });
      return chosen !== null;
    },
    restore: async (runs, count) => {
      const n = f.count(count);
      if (!(await sure(count, { title: t("Restore {n} runs", { n }), effect: t("They stand in every list again."), act: t("Restore {n} runs", { n }) })))
        return false;
      const chosen = await run(runs, (part) => act(restoreRuns, part));
      if (chosen)
        toast({
          tone: "done",
          text: t("{n, plural, one {# run restored.} other {# runs restored.}}", { n: chosen.length }),
          undo: () => run(chosen, (part) => act(deleteRuns, part)),
        });
      return chosen !== null;
    },
    tag: async (runs, count, set, remove) => {
      const n = f.count(count);
      if (!(await sure(count, { title: t("Tag {n} runs", { n }), effect: t("A tag of the same name is replaced."), act: t("Tag {n} runs", { n }) })))
        return false;
      const chosen = await run(runs, (part) => act(tagRuns, { ...part, set, remove: [...remove] }));
      if (chosen) toast({ tone: "done", text: t("{n, plural, one {# run tagged.} other {# runs tagged.}}", { n: chosen.length }) });
      return chosen !== null;
    },
  };
}
