import { getVersion } from "../../datasets/contract.ts";
import { monitoringCurrent, monitoringDrift } from "../../monitoring/contract.ts";
import { getDeployment } from "../../serving/contract.ts";
import { namedColumns, shiftIn } from "../domain/slots.ts";
import { getModelVersionDataset } from "./training-data.ts";
import { pickDeployment } from "./pick.ts";
import type { Planner } from "./turn.ts";

/** Drift and traffic in words, with the numbers they rest on. */
export const planMonitor: Planner = async (turn) => {
  const picked = await pickDeployment(turn);
  if ("instead" in picked) return picked.instead;
  const { id, name } = picked.found;
  const [current] = (await turn.ctx.call(monitoringCurrent, { deploymentId: id, source: "all" })).items;
  const drift = await turn.ctx.call(monitoringDrift, { deploymentId: id, source: "all" });
  const traffic = current
    ? `${current.requests} requests in the last ${current.hours} h, ${(100 * current.errorRate01).toFixed(1)} % refused or failed, P95 ${current.latencyP95Ms?.toFixed(2) ?? "—"} ms`
    : "no traffic yet";
  const judged = !drift.ready
    ? `Drift is judged from ${drift.needed} rows on; so far ${drift.rows} came.`
    : drift.drifted.length === 0
      ? `No feature drifted: the highest PSI is ${drift.score?.toFixed(3) ?? "—"} over ${drift.rows} rows.`
      : `Drifted: ${drift.drifted.join(", ")} (highest PSI ${drift.score?.toFixed(3) ?? "—"}, ${drift.rows} rows).`;
  const simulated = (current?.simulatedRows ?? 0) > 0 ? ` ${current?.simulatedRows ?? 0} of the rows are simulated.` : "";
  return {
    say: `${name}: ${current?.status ?? "waiting"}. ${traffic}. ${judged}${simulated}`,
    choices: drift.ready ? [] : [{ title: "Simulate drift", text: `simulate drift on ${name}` }],
    focus: { deploymentId: id },
  };
};

export const planSimulate: Planner = async (turn) => {
  const picked = await pickDeployment(turn);
  if ("instead" in picked) return picked.instead;
  const { deployment } = await turn.ctx.call(getDeployment, { deploymentId: picked.found.id });
  const inputs = deployment.signature.inputs.map((i) => ({ name: i.name, type: i.type === "string" ? ("string" as const) : ("number" as const) }));
  const numeric = inputs.filter((i) => i.type === "number");
  const named = namedColumns(turn.words, inputs);
  const features = named.length > 0 ? named : numeric.slice(0, 1);
  const sd = shiftIn(turn.words);
  const shifts = sd === 0 ? [] : features.map((f) => ({ feature: f.name, sd }));
  const what = shifts.length === 0 ? "without any shift" : `shifted by ${sd} standard deviations in ${shifts.map((s) => s.feature).join(", ")}`;
  return {
    steps: [
      {
        operation: "monitoring.simulate",
        title: `Send a sample of the training rows to ${picked.found.name}, ${what}; it is marked as simulated everywhere`,
        input: { deploymentId: picked.found.id, shifts },
      },
    ],
    focus: { deploymentId: picked.found.id },
  };
};

export const planRetrain: Planner = async (turn) => {
  const picked = await pickDeployment(turn);
  if ("instead" in picked) return picked.instead;
  const data = await getModelVersionDataset(turn, picked.found.modelId, picked.found.modelVersion);
  const rows = data === null ? null : (await turn.ctx.call(getVersion, { datasetId: data })).rowCount;
  return {
    steps: [
      {
        operation: "monitoring.retrain",
        title: `Train again for ${picked.found.name} with the same settings on the newest data${rows === null ? "" : `, ${rows} rows`}; what serves now stays until you decide`,
        input: { deploymentId: picked.found.id },
      },
    ],
    focus: { deploymentId: picked.found.id },
  };
};
