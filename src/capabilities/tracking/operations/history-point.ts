import type * as z from "zod";
import type { HistoryPoint } from "../contract/metrics.ts";
import type { HistoryRow } from "../store/history.ts";
import { specialOf } from "../store/run-rows.ts";

export function historyPoint(row: HistoryRow): z.output<typeof HistoryPoint> {
  const special = specialOf(row.value);
  const timestamp = row.at.toISOString();
  return special === null ? { step: row.step, value: row.value, timestamp } : { step: row.step, value: null, special, timestamp };
}
