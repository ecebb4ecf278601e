import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Operations per capability of the fixture, as many as a large one of ours has. */
const perCapability = 20;

/**
 * Writes capabilities with nested schemas as ours have them: contracts, handlers that call each other, and callers that
 * read a result deep inside, as the page does. Answers the folder's tsconfig.
 */
export function writeFixture(folder: string, operations: number): string {
  rmSync(folder, { recursive: true, force: true });
  const up = "../../../src/kernel";
  for (let c = 0; c < operations / perCapability; c += 1) {
    const at = join(folder, `c${c}`);
    mkdirSync(at, { recursive: true });
    writeFileSync(join(at, "contract.ts"), contract(c, up));
    writeFileSync(join(at, "operations.ts"), handlers(up));
    writeFileSync(join(at, "caller.ts"), caller(c, up));
  }
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const config = {
    extends: "../../tsconfig.base.json",
    compilerOptions: { lib: ["ES2024"], types: ["node"], incremental: false },
    include: ["./**/*.ts"],
  };
  const file = join(folder, "tsconfig.json");
  writeFileSync(file, JSON.stringify(config));
  return file;
}

function contract(c: number, up: string): string {
  const shared = `import * as z from "zod";
import { idOf, pageInput, pageOf, Timestamp } from "${up}/contract/common.ts";
import { operation } from "${up}/contract/operation.ts";

export const Column = z.object({ name: z.string().max(200), type: z.enum(["number", "integer", "boolean", "string", "date"]), role: z.enum(["target", "id"]).optional(),
  stats: z.object({ missing: z.int(), distinct: z.int(), quantiles: z.array(z.number()).max(20), top: z.array(z.object({ value: z.string(), count: z.int() })) }) });
export const Step = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("drop"), columns: z.array(z.string()).min(1) }),
  z.object({ kind: z.literal("impute"), columns: z.array(z.string()), with: z.union([z.literal("mean"), z.literal("median"), z.object({ value: z.number() })]) }),
  z.object({ kind: z.literal("clip"), column: z.string(), low: z.number().optional(), high: z.number().optional() }),
]);
export const Thing = z.object({ id: idOf("thing${c}"), projectId: idOf("project"), name: z.string(), status: z.enum(["queued", "running", "finished", "failed"]),
  columns: z.array(Column), recipe: z.array(Step).nullable(), params: z.record(z.string(), z.string()),
  metrics: z.record(z.string(), z.object({ first: z.number(), last: z.number(), min: z.number(), max: z.number(), bestStep: z.int() })),
  parent: z.object({ id: idOf("thing${c}"), version: z.int(), made: z.object({ by: z.string(), at: Timestamp, reason: z.string().optional() }) }).nullable(), createdAt: Timestamp });
`;
  return shared + Array.from({ length: perCapability }, (_, i) => specs(c, i)).join("");
}

function specs(c: number, i: number): string {
  const list = i % 4 === 0;
  const input = list
    ? `z.object({ ...pageInput, projectId: idOf("project"), q: z.string().optional(), status: Thing.shape.status.array().optional(), sort: z.enum(["name", "createdAt"]).default("createdAt"), order: z.enum(["asc", "desc"]).default("desc") })`
    : `z.object({ thingId: idOf("thing${c}"), steps: z.array(Step).default([]), options: z.object({ folds: z.int().min(2).default(5), seed: z.int().default(1), only: z.array(Column.pick({ name: true, type: true })).optional() }).optional() })`;
  return `
export const op${i} = operation({
  name: "things${c}.do${String.fromCharCode(97 + i)}", kind: "call", summary: "Does it", http: { method: "POST", path: "/things${c}/${i}" },
  effect: "write", idempotent: false, permission: { action: "thing:write"${list ? "" : `, on: (x) => ({ thing: x.thingId })`} },
  audit: { redact: [] }, errors: ["not_found"], input: ${input},
  output: ${list ? "pageOf(Thing)" : "z.object({ thing: Thing, before: Thing.omit({ columns: true }).partial() })"},
  tool: { say: "Does it.", confirm: (x) => \`Do it for \${x.${list ? "projectId" : "thingId"}}\`, pick: (o) => ${list ? "o.items.length" : "o.thing.columns[0]?.stats.top[0]?.value"} },
});
`;
}

function handlers(up: string): string {
  const names = Array.from({ length: perCapability }, (_, i) => `op${i}`);
  const bodies = names.map((name, i) => {
    const target = `op${(i + 1) % perCapability}`;
    return i % 4 === 0
      ? `export const h${i} = implement(${name}, async (_ctx, input) => ({ items: [], nextCursor: input.cursor ?? null }));`
      : (i + 1) % 4 === 0
        ? `export const h${i} = implement(${name}, async (ctx, input) => { const { items } = await ctx.call(${target}, { projectId: input.thingId }); const [thing] = items; if (!thing) throw new Error(input.options?.only?.[0]?.name); return { thing, before: { name: thing.name } }; });`
        : `export const h${i} = implement(${name}, async (ctx, input) => ctx.call(${target}, { thingId: input.thingId, steps: input.steps }));`;
  });
  return `import { implement } from "${up}/implement.ts";\nimport { ${names.join(", ")} } from "./contract.ts";\n${bodies.join("\n")}\n`;
}

function caller(c: number, up: string): string {
  const names = Array.from({ length: perCapability }, (_, i) => `op${i}`);
  const bodies = names.map((name, i) =>
    i % 4 === 0
      ? `export const r${i} = (o: OutputOf<typeof ${name}>, i: InputOf<typeof ${name}>): string | undefined => o.items[0]?.parent?.made.reason ?? i.q;`
      : `export const r${i} = (o: OutputOf<typeof ${name}>, i: InputOf<typeof ${name}>): number | undefined => o.thing.metrics["auc"]?.bestStep ?? i.options?.folds;`,
  );
  return `import type { InputOf, OutputOf } from "${up}/contract/operation.ts";\nimport type { ${names.join(", ")} } from "./contract.ts";\n/** c${c} */\n${bodies.join("\n")}\n`;
}
