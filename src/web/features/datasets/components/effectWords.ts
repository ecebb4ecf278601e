import type { Effect, Step } from "../../../../capabilities/datasets/contract/cleaning.ts";
import type * as z from "zod";
import type { Format } from "../../../lib/format.ts";
import { msg, type Translate } from "../../../lib/i18n.ts";

export type EffectCounts = z.output<typeof Effect>;

/** Rows, columns and cells an act changes, each as one short chip; nothing is said as such. */
export function effectWords(effect: EffectCounts, t: Translate, f: Format): string[] {
  const words = [
    effect.rowsDropped === 0 ? null : t("−{n} rows", { n: f.count(effect.rowsDropped) }),
    effect.columnsDropped === 0 ? null : t("{n, plural, one {−# column} other {−# columns}}", { n: effect.columnsDropped }),
    effect.cellsChanged === 0 ? null : t("{n} cells", { n: f.count(effect.cellsChanged) }),
  ].filter((word) => word !== null);
  return words.length === 0 ? [t("changes nothing")] : words;
}

/** Name of a kind of step. */
export const stepNames: Record<Step["kind"], string> = {
  dropNonNumeric: msg("Drop non-numeric columns"),
  dropColumns: msg("Drop columns"),
  impute: msg("Fill missing values"),
  dropMissingRows: msg("Drop rows with missing values"),
  dropDuplicates: msg("Drop duplicate rows"),
  clip: msg("Clip extreme values"),
};

export const strategies = {
  auto: msg("median or most frequent"),
  mean: msg("mean"),
  median: msg("median"),
  mode: msg("most frequent"),
  constant: msg("a constant"),
} as const;

/** What a step works on, in one line. */
export function stepRemark(step: Step, t: Translate, f: Format): string {
  if (step.kind === "dropNonNumeric") return step.keep ? t("keeps {columns}", { columns: f.list(step.keep) }) : t("all but the target");
  const columns = step.columns ? f.list(step.columns) : t("all columns that need it");
  if (step.kind === "impute")
    return t("{columns}: {how}", { columns, how: step.strategy === "constant" ? String(step.value ?? "") : t(strategies[step.strategy]) });
  if (step.kind === "dropDuplicates") return step.columns ? t("equal in {columns}", { columns }) : t("all columns equal");
  return columns;
}
