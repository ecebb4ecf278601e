import { Calendar, Clock, Hash, ToggleLeft, Type, type LucideIcon } from "lucide-react";
import type { Cell, ColumnType } from "../../../../capabilities/datasets/contract.ts";
import { msg } from "../../../lib/i18n.ts";

/** Icon and word of a column's type. */
export const types: Record<ColumnType, readonly [LucideIcon, string]> = {
  number: [Hash, msg("number")],
  integer: [Hash, msg("whole number")],
  boolean: [ToggleLeft, msg("yes or no")],
  string: [Type, msg("text")],
  date: [Calendar, msg("date")],
  timestamp: [Clock, msg("date and time")],
};

export const isNumeric = (type: ColumnType): boolean => type === "number" || type === "integer";

/** A value as it stands in the data; null is not shown by this. */
export function cellText(value: Cell | undefined): string {
  return value === null || value === undefined ? "" : String(value);
}

/** True where the text is a condition of the row filter rather than words to look for. */
export function isCondition(text: string): boolean {
  return /[=<>]|\bis (not )?missing\b|\b(in\s*\(|between\s|contains\s|starts with\s|ends with\s)/i.test(text);
}
