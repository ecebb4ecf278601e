import type { JsonValue } from "../../../kernel/contract/common.ts";
import { listModels } from "../../registry/contract/models.ts";
import { getDeployment } from "../../serving/contract.ts";
import { getTraining } from "../../training/contract.ts";
import { stageIn, versionIn } from "../domain/slots.ts";
import { hasAny } from "../domain/words.ts";
import { pickDeployment, pickModel, pickTraining, type Picked } from "./pick.ts";
import { answerOf, stepOf, type Draft, type Planned, type Planner, type Turn } from "./turn.ts";

/** Registers the best run of a training: one planned in the same sentence, or the one in view. */
async function registration(
  turn: Turn,
): Promise<{ steps: Draft[]; modelId: JsonValue; version: JsonValue; name: string; projectId: JsonValue } | { instead: Planned }> {
  const at = turn.earlier.length;
  const planned = stepOf(turn, "training.start");
  if (planned !== null) {
    const { projectId = null, target = null } = turn.earlier[planned]?.input ?? {};
    const name = modelName(String(target));
    return {
      steps: [
        { operation: "training.get", title: "Look which candidate is best", input: { trainingId: answerOf(planned, "trainingId") } },
        { operation: "models.register", title: `Register the best as ${name}`, input: { projectId, name, runId: answerOf(at, "bestRunId") } },
      ],
      modelId: answerOf(at + 1, "modelId"),
      version: answerOf(at + 1, "version"),
      name,
      projectId,
    };
  }
  const picked = await pickTraining(turn);
  if ("instead" in picked) return picked;
  const training = await turn.ctx.call(getTraining, { trainingId: picked.found.id });
  if (training.bestRunId === null)
    return { instead: { say: `${training.name} has no finished candidate to register: ${training.message || training.status}.` } };
  const best = training.candidates.find((c) => c.runId === training.bestRunId);
  const name = turn.words.quoted[0] ?? /\b(?:as|named|called)\s+([\p{L}\p{N}][\p{L}\p{N}._-]*)/iu.exec(turn.words.text)?.[1] ?? modelName(training.target);
  return {
    steps: [
      {
        operation: "models.register",
        title: `Register ${best?.label ?? "the best run"} of ${training.name} as ${name}`,
        input: { projectId: training.projectId, name, runId: training.bestRunId },
      },
    ],
    modelId: answerOf(at, "modelId"),
    version: answerOf(at, "version"),
    name,
    projectId: training.projectId,
  };
}

function modelName(target: string): string {
  return `${
    target
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "") || "model"
  }-model`;
}

export const planRegister: Planner = async (turn) => {
  const made = await registration(turn);
  return "instead" in made ? made.instead : { steps: made.steps };
};

export const planDeploy: Planner = async (turn) => {
  const environment = hasAny(turn.words, ["production", "prod", "live"]) ? "production" : "staging";
  const registered = stepOf(turn, "models.register");
  if (registered !== null) {
    const { projectId = null, name = null } = turn.earlier[registered]?.input ?? {};
    return deployment(projectId, String(name), answerOf(registered, "modelId"), answerOf(registered, "version"), environment);
  }
  const known = await turn.ctx.call(listModels, { limit: 1, ...(turn.focus.projectId !== undefined && { projectId: turn.focus.projectId }) });
  const fresh =
    stepOf(turn, "training.start") !== null || known.items.length === 0 || (turn.focus.trainingId !== undefined && turn.focus.modelId === undefined);
  if (fresh) {
    const made = await registration(turn);
    if ("instead" in made) return made.instead;
    const { steps = [] } = deployment(made.projectId, made.name, made.modelId, made.version, environment);
    return { steps: [...made.steps, ...steps], focus: {} };
  }
  const picked = await pickModel(turn);
  if ("instead" in picked) return picked.instead;
  const { id, name, projectId, latestVersion, productionVersion } = picked.found;
  const version = versionIn(turn.words.text) ?? (id === turn.focus.modelId ? turn.focus.modelVersion : undefined) ?? latestVersion;
  if (environment === "production" && productionVersion !== version)
    return {
      say: `${name} v${version} is not at the production stage, so production cannot serve it yet. Promoting comes first, and where a second person must agree, it waits for them.`,
      steps: [
        { operation: "models.promote", title: `Promote ${name} v${version} to production`, input: { modelId: id, version, stage: "production" } },
        ...(deployment(projectId, name, id, version, environment).steps ?? []),
      ],
      focus: { modelId: id },
    };
  return { ...deployment(projectId, name, id, version, environment), focus: { modelId: id } };
};

function deployment(projectId: JsonValue, name: string, modelId: JsonValue, version: JsonValue, environment: "staging" | "production"): Planned {
  const shown = typeof version === "number" ? ` v${version}` : "";
  const input: Record<string, JsonValue> = { projectId, modelId, environment, ...(environment === "staging" && { version }) };
  return { steps: [{ operation: "deployments.create", title: `Deploy ${name}${shown} to ${environment}`, input }] };
}

export const planPromote: Planner = async (turn) => {
  const picked = await pickModel(turn);
  if ("instead" in picked) return picked.instead;
  const { id, name, latestVersion, stagingVersion } = picked.found;
  const stage = stageIn(turn.words);
  const version =
    versionIn(turn.words.text) ??
    (id === turn.focus.modelId ? turn.focus.modelVersion : undefined) ??
    (stage === "production" ? (stagingVersion ?? latestVersion) : latestVersion);
  return {
    steps: [{ operation: "models.promote", title: `Promote ${name} v${version} to ${stage}`, input: { modelId: id, version, stage } }],
    focus: { modelId: id },
  };
};

export const planRollback: Planner = async (turn) => {
  const reason = turn.sentence;
  const model = await pickModel(turn);
  if ("found" in model && model.found.productionVersion !== null && !hasAny(turn.words, ["deployment", "staging", "revision"])) {
    const { id, name, productionVersion } = model.found;
    return {
      steps: [
        {
          operation: "models.rollback",
          title: `Roll ${name} back from v${productionVersion} to what production served before`,
          input: { modelId: id, stage: "production", reason },
        },
      ],
      focus: { modelId: id },
    };
  }
  const picked = await pickDeployment(turn);
  if ("instead" in picked) return picked.instead;
  return {
    steps: [
      { operation: "deployments.rollback", title: `Roll ${picked.found.name} back to its previous revision`, input: { deploymentId: picked.found.id, reason } },
    ],
    focus: { deploymentId: picked.found.id },
  };
};

/** "predict for age 30, sex female": named values; the rest from the model's example, which the plan says. */
export const planPredict: Planner = async (turn) => {
  const picked: Picked<{ id: string; name: string }> = await pickDeployment(turn);
  if ("instead" in picked) return picked.instead;
  const { deployment: detail } = await turn.ctx.call(getDeployment, { deploymentId: picked.found.id });
  const row: Record<string, JsonValue> = {};
  const assumed: string[] = [];
  for (const input of detail.signature.inputs) {
    const name = input.name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const said = new RegExp(`(?<![\\p{L}\\p{N}_])${name}\\s*(?:=|:|\\bis\\b|\\bof\\b)?\\s*["“]?([\\p{L}\\p{N}._-]+)`, "iu").exec(turn.words.text)?.[1];
    if (said === undefined) {
      row[input.name] = (input.example ?? null) as JsonValue;
      assumed.push(`${input.name} ${String(input.example ?? "missing")}`);
    } else row[input.name] = input.type === "string" ? said : Number.isFinite(Number(said)) ? Number(said) : said;
  }
  const draft: Draft = {
    operation: "deployments.predict",
    title: `Predict one row with ${picked.found.name}`,
    input: { deploymentId: picked.found.id, rows: [row] },
  };
  return {
    steps: [assumed.length > 0 ? { ...draft, warning: `Not said, so taken from the model's example: ${assumed.join(", ")}.` } : draft],
    focus: { deploymentId: picked.found.id },
  };
};
