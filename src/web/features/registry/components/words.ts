import type { Format, Stage, StageChange } from "../../../../capabilities/registry/contract/shapes.ts";
import { msg } from "../../../lib/i18n.ts";

export const stageWords: Record<Stage, string> = { none: msg("No stage"), staging: msg("Staging"), production: msg("Production"), archived: msg("Archived") };

export const causeWords: Record<StageChange["cause"], string> = {
  promoted: msg("moved"),
  replaced: msg("replaced"),
  rolled_back: msg("rolled back"),
  undone: msg("undone"),
  deleted: msg("deleted"),
};

/** What a version's files are; ONNX is a name and stays. */
export const formatWords: Record<Format, string> = { onnx: "ONNX", native: msg("native"), mlflow: msg("MLflow folder"), prompt: msg("Prompt") };

export const taskWords = { classification: msg("Classification"), regression: msg("Regression") } as const;
