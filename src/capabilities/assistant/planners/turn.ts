import type { JsonValue } from "../../../kernel/contract/common.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import type { Choice, Page, Plan } from "../contract.ts";
import type { Words } from "../domain/words.ts";

/** A step as a planner writes it; the rest is filled in from the operation's spec. */
export interface Draft {
  operation: string;
  title: string;
  input: Record<string, JsonValue>;
  warning?: string;
}

/** Answers of one planner: steps to approve, something to say, or both; choices are sentences one click away. */
export interface Planned {
  say?: string;
  steps?: Draft[];
  choices?: Choice[];
  focus?: Page;
}

/** One part of what a person said, with what it may refer to. */
export interface Turn {
  ctx: Ctx;
  words: Words;
  /** The whole sentence, for choices that repeat it. */
  sentence: string;
  /** What the page shows, over what the chat was about last. */
  focus: Page;
  /** Steps that earlier parts of the sentence planned. */
  earlier: readonly Draft[];
  /** The chat's last plan, for "undo that". */
  lastPlan: { messageId: string; plan: Plan } | null;
}

export type Planner = (turn: Turn) => Promise<Planned>;

/** Stands for an answer of an earlier step, filled in when the plan runs. */
export function answerOf(step: number, path: string): JsonValue {
  return { $step: step, path };
}

/** Where a step of this operation stands in the plan so far; null when it is not in it. */
export function stepOf(turn: Turn, operation: string): number | null {
  const at = turn.earlier.findLastIndex((d) => d.operation === operation);
  return at < 0 ? null : at;
}
