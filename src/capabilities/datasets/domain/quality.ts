import type { ColumnProfile, Profile } from "../contract/profile.ts";

const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

/**
 * The quality score and its parts, each 0 to 1:
 * completeness = present cells / cells; uniqueness = rows that repeat no earlier one / rows;
 * informativeness = 1 - (constant columns + ½ id-like columns) / columns;
 * regularity = 1 - (numeric values beyond 1.5 interquartile ranges + blank texts) / present numeric and text values.
 * score = 100 × (0.40 completeness + 0.20 uniqueness + 0.20 informativeness + 0.20 regularity), one decimal.
 */
export function qualityOf(rowCount: number, duplicateRows: number, columns: readonly ColumnProfile[]): Profile["quality"] {
  const cells = rowCount * columns.length;
  const missing = columns.reduce((sum, c) => sum + c.missing, 0);
  const idle = columns.reduce((sum, c) => sum + (c.constant ? 1 : c.idLike ? 0.5 : 0), 0);
  const odd = columns.reduce((sum, c) => sum + (c.numeric?.outliers ?? 0) + (c.text?.blank ?? 0), 0);
  const judged = columns.reduce((sum, c) => sum + (c.numeric || c.text ? c.count : 0), 0);
  const completeness01 = cells === 0 ? 1 : 1 - missing / cells;
  const uniqueness01 = rowCount === 0 ? 1 : 1 - duplicateRows / rowCount;
  const informativeness01 = columns.length === 0 ? 1 : 1 - idle / columns.length;
  const regularity01 = judged === 0 ? 1 : 1 - odd / judged;
  const score = 100 * (0.4 * completeness01 + 0.2 * uniqueness01 + 0.2 * informativeness01 + 0.2 * regularity01);
  return {
    score: round(score, 1),
    completeness01: round(completeness01, 4),
    uniqueness01: round(uniqueness01, 4),
    informativeness01: round(informativeness01, 4),
    regularity01: round(regularity01, 4),
  };
}
