import { refuse, type Refusal } from "../../kernel/contract/errors.ts";
import type { Ctx } from "../../kernel/ctx.ts";
import type { CustomMetric } from "./contract/custom-metrics.ts";
import { ExpressionProblem, keysOf, parseExpression, type Expression } from "./domain/expression.ts";
import { customPrefix, findCustomMetric } from "./store/custom-metrics.ts";

const mostKeys = 50;

/** @throws ExpressionProblem */
export function checkedExpression(text: string): { tree: Expression; keys: string[] } {
  const tree = parseExpression(text);
  const keys = keysOf(tree);
  const whole = { from: 0, to: text.length };
  if (keys.length === 0) throw new ExpressionProblem(whole, "The expression names no metric.", "Name at least one, for example 1 - accuracy.");
  if (keys.length > mostKeys) throw new ExpressionProblem(whole, `The expression names ${keys.length} metrics.`, `Name at most ${mostKeys}.`);
  const custom = keys.find((key) => key.startsWith(customPrefix));
  if (custom !== undefined) throw new ExpressionProblem(whole, `${custom} is a custom metric itself.`, "Write out what it is made of.");
  return { tree, keys };
}

/** @throws Refusal `invalid_input` with position and fix */
export function readExpression(text: string): { tree: Expression; keys: string[] } {
  try {
    return checkedExpression(text);
  } catch (error) {
    if (!(error instanceof ExpressionProblem)) throw error;
    const at = `character ${error.from + 1}`;
    throw refuse("invalid_input", `${error.message} In the expression, at ${at}.`, error.fix, {
      fields: [{ path: "expression", message: `${at}: ${error.message}` }],
    });
  }
}

export async function needCustomMetric(ctx: Ctx, id: string): Promise<CustomMetric> {
  const metric = await findCustomMetric(ctx.tx, ctx.workspaceId, id);
  if (!metric) throw noCustomMetric(id);
  return metric;
}

export function noCustomMetric(id: string): Refusal {
  return refuse("not_found", `There is no custom metric ${id} here.`, "List them with `custom-metrics list`.");
}

export function taken(name: string): Refusal {
  return refuse("conflict", `The project has a custom metric called ${name} already.`, "Choose another name, or change that one.");
}
