import { compileClauses } from "../../../db/filter/compile.ts";
import { FilterProblem, parseFilter, type Problem } from "../../../db/filter/parse.ts";
import { suggest, type Suggestion } from "../../../db/filter/suggest.ts";
import type { FieldTable } from "../../../db/filter/fields.ts";
import { implement } from "../../../kernel/implement.ts";
import { checkFilter } from "../contract/search.ts";
import { experimentFields } from "../store/experiments.ts";
import { selectKeys, selectValues } from "../store/keys.ts";
import { runFields } from "../store/run-fields.ts";

const kinds = { metrics: "metric", params: "param", tags: "tag" } as const;
const kindOf = (entity: string | null): "metric" | "param" | "tag" | null => (entity !== null && entity in kinds ? kinds[entity as keyof typeof kinds] : null);

export default implement(checkFilter, async (ctx, { entity, text, position, projectId, experimentIds }) => {
  const table = entity === "runs" ? runFields(ctx.workspaceId) : experimentFields();
  const canonical = (name: string | null): string | null => table.others.find((e) => name !== null && e.names.includes(name))?.names[0] ?? null;
  const error = problemOf(table, text);
  const suggestions = await suggest(table, text, Math.min(position ?? text.length, text.length), {
    keys: async (of, q) => {
      const kind = kindOf(of);
      if (entity !== "runs" || kind === null) return [];
      return (await selectKeys(ctx.tx, ctx.workspaceId, { projectId, experimentIds, kind, ...(q !== "" && { q }), limit: 50 })).items;
    },
    values: async (of, key, part) => {
      const kind = kindOf(canonical(of));
      if (entity !== "runs" || kind === null || kind === "metric") return [];
      return await selectValues(ctx.tx, ctx.workspaceId, kind === "param" ? "p" : "t", key, part);
    },
  });
  return {
    ok: error === null,
    error,
    suggestions: suggestions.map(({ entity: of, ...s }: Suggestion) => ({ ...s, kind: s.kind === "key" ? (kindOf(of ?? null) ?? "attribute") : s.kind })),
  };
});

function problemOf(table: FieldTable, text: string): Problem | null {
  try {
    compileClauses(table, parseFilter(text));
    return null;
  } catch (error) {
    if (error instanceof FilterProblem) return error.problem;
    throw error;
  }
}
