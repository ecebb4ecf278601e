import { listApprovals } from "../../governance/contract.ts";
import { listDatasets } from "../../datasets/contract.ts";
import { listJobs } from "../../jobs/contract.ts";
import { listProjects } from "../../projects/contract.ts";
import { listModels } from "../../registry/contract/models.ts";
import { listDeployments } from "../../serving/contract.ts";
import { listRuns } from "../../tracking/contract/runs.ts";
import { projectNameIn } from "../domain/slots.ts";
import type { Planner, Turn } from "./turn.ts";

function lines(head: string, items: readonly string[], none: string): { say: string } {
  return { say: items.length === 0 ? none : [head, ...items.map((i) => `- ${i}`)].join("\n") };
}

const few = 10;
const inProject = (turn: Turn): { projectId?: string } => (turn.focus.projectId === undefined ? {} : { projectId: turn.focus.projectId });

/** Lists in words, by the noun the sentence names. */
export const listings: Readonly<Record<string, Planner>> = {
  "projects.list": async (turn) =>
    lines(
      "Projects:",
      (await turn.ctx.call(listProjects, { limit: few })).items.map((p) => `${p.name} (${p.status})`),
      "There is no project yet.",
    ),
  "datasets.list": async (turn) =>
    lines(
      "Datasets:",
      (await turn.ctx.call(listDatasets, { ...inProject(turn), limit: few })).items.map(
        (d) => `${d.name} v${d.latestVersion}: ${d.rowCount} rows, ${d.columnCount} columns`,
      ),
      "There is no dataset here yet.",
    ),
  "runs.list": async (turn) =>
    lines(
      "Newest runs:",
      (await turn.ctx.call(listRuns, { ...inProject(turn), limit: few })).items.map((r) => `${r.name}: ${r.status}`),
      "No runs yet.",
    ),
  "models.list": async (turn) =>
    lines(
      "Models:",
      (await turn.ctx.call(listModels, { ...inProject(turn), limit: few })).items.map(
        (m) =>
          `${m.name}: ${m.latestVersion === null ? "no version yet" : `latest v${m.latestVersion}`}${m.productionVersion === null ? "" : `, production v${m.productionVersion}`}`,
      ),
      "No model is registered yet.",
    ),
  "deployments.list": async (turn) =>
    lines(
      "Deployments:",
      (await turn.ctx.call(listDeployments, { ...inProject(turn), limit: few })).items.map(
        (d) => `${d.name}: ${d.modelName} v${d.modelVersion}, ${d.environment}, ${d.status}`,
      ),
      "Nothing is deployed yet.",
    ),
  "jobs.list": async (turn) =>
    lines(
      "Newest jobs:",
      (await turn.ctx.call(listJobs, { ...inProject(turn), limit: few })).items.map(
        (j) => `${j.label}: ${j.state}${j.total === null ? "" : `, ${j.done} of ${j.total}`}`,
      ),
      "No job has run yet.",
    ),
  "approvals.list": async (turn) =>
    lines(
      "Waiting for a decision:",
      (await turn.ctx.call(listApprovals, { status: "pending", limit: few })).items.map((a) => `${a.summary}, asked by ${a.maker.name}`),
      "Nothing waits for a decision.",
    ),
};

/** The assistant asks for approvals; it never gives them, to itself least of all. */
export const refuseApproval: Planner = async () => ({
  say: "I can ask for an approval, but I never give one. A person decides on the Approvals page, and not the one who asked.",
});

export const planUndo: Planner = async (turn) => {
  const done = turn.lastPlan?.plan.steps.findLast((s) => s.state === "done" && s.effect !== "read");
  if (!done) return { say: "There is no step of mine to undo in this chat." };
  if (!done.undoable || done.auditId === null) return { say: `“${done.title}” cannot be undone; its operation has no inverse.` };
  return { steps: [{ operation: "audit.undo", title: `Undo: ${done.title}`, input: { auditId: done.auditId } }] };
};

export const planProject: Planner = async (turn) => {
  const name = projectNameIn(turn.words);
  if (name === undefined) return { say: "What should the project be called? Say “create a project called …”." };
  return { steps: [{ operation: "projects.create", title: `Create the project ${name}`, input: { name } }] };
};
