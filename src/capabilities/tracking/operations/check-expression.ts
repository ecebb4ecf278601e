import { implement } from "../../../kernel/implement.ts";
import { checkExpression } from "../contract/custom-metrics.ts";
import { checkedExpression } from "../custom-expression.ts";
import { aggregatesOf } from "../custom-metric-loop.ts";
import { evaluate, ExpressionProblem } from "../domain/expression.ts";
import { inputsOf } from "../store/custom-values.ts";

export default implement(checkExpression, async (ctx, { expression, runId }) => {
  try {
    const { tree, keys } = checkedExpression(expression);
    const value = runId === undefined ? null : evaluate(tree, aggregatesOf(await inputsOf(ctx.tx, ctx.workspaceId, [runId], keys)));
    return { error: null, keys, value: value === null || Number.isFinite(value) ? value : word(value) };
  } catch (error) {
    if (!(error instanceof ExpressionProblem)) throw error;
    const { from, to, message, fix } = error;
    return { error: { from, to, message, fix }, keys: [], value: null };
  }
});

function word(value: number): "NaN" | "Infinity" | "-Infinity" {
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "Infinity" : "-Infinity";
}
