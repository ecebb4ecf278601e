import type { JsonValue } from "../../../kernel/contract/common.ts";
import type { Page, PlanStep } from "../contract.ts";

type Fields = Record<string, unknown>;

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

const text = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");

/** What a step's answer says, in one line. */
export function describe(operation: string, output: JsonValue): string {
  const o = fieldsOf(output);
  const result = fieldsOf(o.result);
  switch (operation) {
    case "datasets.addSample":
      return `${text(fieldsOf(o.dataset).name)} v${text(fieldsOf(o.version).version)}, ${text(fieldsOf(o.version).rowCount)} rows`;
    case "datasets.clean":
      return text(result.version) === "" ? "A new version stands" : `v${text(result.version)} stands`;
    case "training.start":
      return "Trained; the leaderboard stands";
    case "models.register":
      return `${text(o.name)} v${text(o.version)}, served as ${text(o.format)}`;
    case "models.promote":
      return `v${text(o.version)} is at ${text(o.stage)}`;
    case "deployments.create":
      return `${text(fieldsOf(o.deployment).name)} answers`;
    case "deployments.predict":
      return predicted(o);
    case "datasets.download":
    case "training.download":
      return "The link works for 15 minutes";
    default:
      return "Done";
  }
}

function predicted(o: Fields): string {
  const [first] = Array.isArray(o.predictions) ? o.predictions.map(fieldsOf) : [];
  if (!first) return "No prediction";
  if (typeof first.value === "number") return `Predicted ${first.value.toPrecision(5)}`;
  return `Predicted ${text(first.label)}${typeof first.probability === "number" ? ` with probability ${first.probability.toFixed(3)}` : ""}`;
}

const id = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** What the conversation is about after the step. */
export function focusOf(operation: string, output: JsonValue): Page {
  const o = fieldsOf(output);
  const dataset = fieldsOf(o.dataset);
  const deployment = fieldsOf(o.deployment);
  const page: Record<string, unknown> = {
    datasetId: id(o.datasetId) ?? id(dataset.id),
    trainingId: id(o.trainingId),
    deploymentId: id(o.deploymentId) ?? id(deployment.id),
    modelId: operation.startsWith("models.") ? id(o.modelId) : id(deployment.modelId),
    modelVersion: operation.startsWith("models.") ? o.version : deployment.modelVersion,
    projectId: id(o.projectId) ?? id(dataset.projectId) ?? id(deployment.projectId) ?? (operation === "projects.create" ? id(o.id) : undefined),
  };
  return Object.fromEntries(Object.entries(page).filter(([, value]) => value !== undefined)) as Page;
}

/** What the page can open after the step. */
export function linkOf(operation: string, output: JsonValue, input: Record<string, JsonValue>): PlanStep["link"] {
  const o = fieldsOf(output);
  const ticket = fieldsOf(o.ticket);
  const url = id(ticket.url);
  if (url !== undefined) return { kind: "download", id: text(Object.values(input)[0]), url };
  const focus = focusOf(operation, output);
  if (operation === "training.start" || operation === "monitoring.retrain")
    return focus.trainingId === undefined ? null : { kind: "training", id: focus.trainingId };
  if (operation.startsWith("models."))
    return focus.modelId === undefined ? null : { kind: "model", id: focus.modelId, ...(focus.modelVersion !== undefined && { version: focus.modelVersion }) };
  if (focus.deploymentId !== undefined) return { kind: "deployment", id: focus.deploymentId };
  if (focus.datasetId !== undefined) return { kind: "dataset", id: focus.datasetId };
  return null;
}
