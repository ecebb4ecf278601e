import { implement } from "../../../kernel/implement.ts";
import { listRules } from "../contract.ts";
import { rules, ruleState } from "../domain.ts";
import { countMembers } from "../store/approvals.ts";

export default implement(listRules, async (ctx) => {
  const members = await countMembers(ctx.tx, ctx.workspaceId);
  return {
    items: rules.map((rule) => ({
      id: rule.id,
      operation: rule.operation,
      when: rule.when,
      exempt: rule.exempt,
      needs: rule.needs,
      ...ruleState(rule, members),
    })),
  };
});
