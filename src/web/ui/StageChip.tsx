import { msg, useT } from "../lib/i18n.ts";

const stages = {
  none: ["", msg("No stage")],
  staging: ["", msg("Staging")],
  production: ["pri", msg("Production")],
  archived: ["", msg("Archived")],
} as const;

/** Stage of a model version or environment of a deployment; text only. */
export function StageChip({ stage }: { stage: keyof typeof stages }) {
  const t = useT();
  const [tone, word] = stages[stage];
  return <span className={`chip ${tone} ${stage === "archived" ? "t3" : ""}`}>{t(word)}</span>;
}
