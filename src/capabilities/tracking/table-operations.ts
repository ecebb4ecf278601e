import type { Implementation } from "../../kernel/ctx.ts";
import childCounts from "./operations/child-counts.ts";
import compareRuns from "./operations/compare-runs.ts";
import deleteRuns from "./operations/delete-runs.ts";
import exportRuns from "./operations/export-runs.ts";
import groupRuns from "./operations/group-runs.ts";
import restoreRuns from "./operations/restore-runs.ts";
import significance from "./operations/significance.ts";
import tagRuns from "./operations/tag-runs.ts";

/** What the run table and the comparison stand on. */
export const tableOperations: readonly Implementation[] = [groupRuns, childCounts, deleteRuns, restoreRuns, tagRuns, exportRuns, compareRuns, significance];
