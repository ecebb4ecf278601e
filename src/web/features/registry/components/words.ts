import type { Stage, StageChange } from "../../../../capabilities/registry/contract.ts";
import { msg } from "../../../lib/i18n.ts";

export const stageWords: Record<Stage, string> = { none: msg("No stage"), staging: msg("Staging"), production: msg("Production"), archived: msg("Archived") };

export const causeWords: Record<StageChange["cause"], string> = {
  promoted: msg("moved"),
  replaced: msg("replaced"),
  rolled_back: msg("rolled back"),
  undone: msg("undone"),
};

export const taskWords = { classification: msg("Classification"), regression: msg("Regression") } as const;
