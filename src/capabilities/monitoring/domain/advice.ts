import { limits, type Judged } from "./drift.ts";

export interface Situation {
  drift: Judged & { rows: number };
  problem: string | null;
  errorRate01: number;
  requests: number;
  newestDatasetVersion: number | null;
  trainedOnVersion: number | null;
}

export interface TierAdvice {
  tier: "immediate" | "soon" | "monitor";
  rule: string;
  applies: boolean;
  reasons: string[];
}

const nearLimit = 0.8 * limits.psi;

/** Three tiers, always all three, each with its rule; the first that applies is the advice. */
export function advise(s: Situation): { tier: TierAdvice["tier"]; tiers: TierAdvice[] } {
  const enough = s.drift.rows >= limits.minRows;
  const immediate = s.drift.features
    .filter((f) => f.drifted)
    .map((f) => `${f.name}: PSI ${f.psi.toFixed(2)}, limit ${limits.psi.toFixed(2)}, adjusted p ${f.chiSquare.adjustedP.toPrecision(2)}.`);
  if (s.drift.prediction?.drifted) immediate.push(`Predictions: PSI ${s.drift.prediction.psi.toFixed(2)}, limit ${limits.psi.toFixed(2)}.`);
  const soon = s.drift.features
    .filter((f) => enough && !f.drifted && f.psi >= nearLimit && f.chiSquare.adjustedP < limits.alpha)
    .map((f) => `${f.name}: PSI ${f.psi.toFixed(2)} is within 20 % of the limit ${limits.psi.toFixed(2)}.`);
  if (s.newestDatasetVersion !== null && s.trainedOnVersion !== null && s.newestDatasetVersion > s.trainedOnVersion)
    soon.push(`Version ${s.newestDatasetVersion} of the dataset is newer than version ${s.trainedOnVersion}, which the model was trained on.`);
  const tier = immediate.length > 0 ? "immediate" : soon.length > 0 ? "soon" : "monitor";
  const monitor = enough
    ? [`${s.drift.rows} rows in the window, highest PSI ${(s.drift.score ?? 0).toFixed(2)}.`]
    : [`${s.drift.rows} of ${limits.minRows} rows that drift needs.`];
  return {
    tier,
    tiers: [
      {
        tier: "immediate",
        rule: `A feature or the predictions drift: PSI ${limits.psi.toFixed(1)} or more, and the chi-square test agrees.`,
        applies: tier === "immediate",
        reasons: immediate,
      },
      { tier: "soon", rule: `A feature is within 20 % of the limit, or the dataset has a newer version.`, applies: tier === "soon", reasons: soon },
      { tier: "monitor", rule: "Nothing above applies.", applies: tier === "monitor", reasons: tier === "monitor" ? monitor : [] },
    ],
  };
}
