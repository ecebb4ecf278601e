import type { Ctx } from "../../../kernel/ctx.ts";
import type { AnySpec } from "../../../kernel/contract/operation.ts";
import type { Choice, Page, Plan, PlanStep } from "../contract.ts";
import { read } from "../domain/intent.ts";
import { wordsOf } from "../domain/words.ts";
import { planners } from "./dispatch.ts";
import type { Draft, Turn } from "./turn.ts";
import { weightsOf } from "./weights.ts";

export interface Answer {
  text: string;
  plan: Plan | null;
  choices: Choice[];
  focus: Page;
}

const language = "en";
const weights = weightsOf(language);
const mostChoices = 5;

/** Reads a sentence by the rules and answers it: words, a plan to approve, or choices. Nothing is changed. */
export async function answer(ctx: Ctx, text: string, focus: Page, lastPlan: Turn["lastPlan"]): Promise<Answer> {
  const pointers = ctx.registry.phrases(language).filter((p) => p.operation in planners);
  if (forbids.test(text)) return { text: "That says what not to do, so I do nothing. Say what should happen instead.", plan: null, choices: [], focus };
  const reading = read(text, pointers, weights);
  if (reading.kind === "unclear") {
    const nearest = reading.candidates.length > 0 ? reading.candidates : pointers.filter((p) => p.operation in opening);
    const say =
      reading.candidates.length > 0 ? "I am not sure what you mean. Did you mean one of these?" : "I did not understand that. These are things I can do:";
    return { text: say, plan: null, choices: nearest.slice(0, mostChoices).map((p) => ({ title: p.example, text: p.example })), focus };
  }
  const said: string[] = [];
  const drafts: Draft[] = [];
  const choices: Choice[] = [];
  let about = focus;
  for (const part of reading.parts) {
    const turn: Turn = { ctx, words: wordsOf(part.text), sentence: text, focus: about, earlier: drafts, lastPlan };
    const planned = await planners[part.operation]?.(turn);
    if (!planned) continue;
    if (planned.say) said.push(planned.say);
    drafts.push(...(planned.steps ?? []));
    choices.push(...(planned.choices ?? []));
    about = { ...about, ...planned.focus };
    // A question about one part stops the rest: later parts may rest on its answer.
    if (!planned.steps && planned.choices) break;
  }
  const plan: Plan | null = drafts.length === 0 ? null : { state: "proposed", steps: drafts.map((d) => stepFrom(ctx, d)) };
  if (plan) said.push(sentenceFor(plan));
  return { text: said.join("\n\n"), plan, choices: choices.slice(0, mostChoices), focus: about };
}

/** An order turned round; the rules do not read what a "not" reaches, so nothing is planned. */
const forbids = /^\s*(?:please\s+)?(?:do\s+not|don[’']?t|never)\b/i;

/** What a newcomer is offered. */
const opening: Readonly<Record<string, true>> = {
  "datasets.addSample": true,
  "datasets.clean": true,
  "training.start": true,
  "deployments.create": true,
  "monitoring.drift": true,
};

function stepFrom(ctx: Ctx, draft: Draft): PlanStep {
  const spec: AnySpec | undefined = ctx.registry.get(draft.operation);
  if (!spec) throw new Error(`a planner names ${draft.operation}, which does not exist`);
  return {
    operation: draft.operation,
    title: draft.title,
    input: draft.input,
    effect: spec.effect,
    undoable: spec.undoable === true,
    warning: draft.warning ?? null,
    state: "waiting",
    detail: "",
    done: null,
    total: null,
    auditId: null,
    jobId: null,
    approvalId: null,
    output: null,
    link: null,
  };
}

function sentenceFor(plan: Plan): string {
  const count = plan.steps.length === 1 ? "This is one step" : `These are ${plan.steps.length} steps`;
  const changing = plan.steps.filter((s) => s.effect !== "read");
  if (changing.length === 0) return `${count} and changes nothing. It runs when you approve.`.replace("steps and changes", "steps and change");
  const lasting = changing.filter((s) => !s.undoable).length;
  return `${count}. I run nothing before you approve; ${lasting === 0 ? "it can be undone." : "what cannot be undone says so."}`;
}
