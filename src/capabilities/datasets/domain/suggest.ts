import type { Step } from "../contract/cleaning.ts";
import type { ColumnProfile } from "../contract/profile.ts";

export interface Proposal {
  step: Step;
  title: string;
  reason: string;
  columns: string[];
  recommended: boolean;
}

/** Beyond this share of gaps a column is made up rather than filled. */
const mostlyMissing01 = 0.6;

const listed = (names: readonly string[]): string => `${names.slice(0, 4).join(", ")}${names.length > 4 ? ` and ${names.length - 4} more` : ""}`;
const columnsWord = (n: number): string => (n === 1 ? "1 column" : `${n} columns`);

/** Cleaning steps that fit what was found, the recommended ones first and in the order they should run. */
export function proposals(columns: readonly ColumnProfile[], duplicateRows: number, rowCount: number, target: string | null): Proposal[] {
  const out: Proposal[] = [];
  const free = columns.filter((c) => c.name !== target);
  const gaps = columns.find((c) => c.name === target)?.missing ?? 0;
  if (target !== null && gaps > 0 && gaps < rowCount)
    out.push({
      step: { kind: "dropMissingRows", columns: [target] },
      title: "Drop rows without a target",
      columns: [target],
      recommended: true,
      reason: `${gaps} rows do not say their ${target}; a model can neither learn from them nor be judged by them.`,
    });
  if (duplicateRows > 0)
    out.push({
      step: { kind: "dropDuplicates" },
      title: "Drop repeated rows",
      columns: [],
      recommended: true,
      reason: `${duplicateRows} rows equal an earlier one in every column; repeated rows can stand in training and test at once.`,
    });
  const idle = free.filter((c) => c.constant || c.idLike || c.missing01 > mostlyMissing01);
  if (idle.length > 0 && idle.length < columns.length) {
    const why = [
      [idle.filter((c) => c.constant), "one value only"],
      [idle.filter((c) => !c.constant && c.idLike), "a different value in each row"],
      [idle.filter((c) => !c.constant && !c.idLike), "mostly missing"],
    ] as const;
    out.push({
      step: { kind: "dropColumns", columns: idle.map((c) => c.name) },
      title: `Drop ${columnsWord(idle.length)} that say little`,
      columns: idle.map((c) => c.name),
      recommended: true,
      reason: `${why.flatMap(([list, text]) => (list.length > 0 ? [`${listed(list.map((c) => c.name))}: ${text}`] : [])).join("; ")}.`,
    });
  }
  const useful = free.filter((c) => !idle.includes(c));
  const holes = useful.filter((c) => c.missing > 0 && c.count > 0);
  if (holes.length > 0) {
    out.push({
      step: { kind: "impute", columns: holes.map((c) => c.name), strategy: "auto" },
      title: `Fill missing values in ${columnsWord(holes.length)}`,
      columns: holes.map((c) => c.name),
      recommended: true,
      reason: `${listed(holes.map((c) => `${c.name} (${c.missing})`))}: numbers get their median, the rest their most frequent value.`,
    });
    out.push({
      step: { kind: "dropMissingRows", columns: holes.map((c) => c.name) },
      title: "Drop rows with missing values instead",
      columns: holes.map((c) => c.name),
      recommended: false,
      reason: "Keeps only rows that are complete in these columns; nothing is made up, but rows are lost.",
    });
  }
  const far = useful.filter((c) => (c.numeric?.outliers ?? 0) > 0 && c.distinct > 2);
  if (far.length > 0)
    out.push({
      step: { kind: "clip", columns: far.map((c) => c.name), lowerQuantile01: 0.01, upperQuantile01: 0.99 },
      title: `Clip extreme values in ${columnsWord(far.length)}`,
      columns: far.map((c) => c.name),
      recommended: false,
      reason: `${listed(far.map((c) => `${c.name} (${c.numeric?.outliers})`))} have values beyond 1.5 interquartile ranges; trees do not mind, linear models do.`,
    });
  const texts = useful.filter((c) => !c.numeric && c.type !== "boolean");
  if (texts.length > 0 && texts.length < columns.length)
    out.push({
      step: { kind: "dropNonNumeric" },
      title: "Drop non-numeric columns",
      columns: texts.map((c) => c.name),
      recommended: false,
      reason: `${listed(texts.map((c) => c.name))}: training can encode categories itself, so dropping them only loses what they say.`,
    });
  return out;
}
