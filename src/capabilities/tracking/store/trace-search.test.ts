import assert from "node:assert/strict";
import { randomUUIDv7 } from "node:crypto";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { sql } from "../../../db/sql.ts";
import type { Statement } from "../../../kernel/ports.ts";
import { selectTraces, type TraceFilter } from "./trace-search.ts";

test("a page of one experiment's or one project's newest traces is walked by an index; nothing is sorted", async () => {
  const w = await world();
  const [a, b] = [randomUUIDv7(), randomUUIDv7()];
  const page = { sort: "requestedAt", order: "desc", limit: 50, filter: "trace.text ILIKE '%word%' AND span.attributes.model = 'm'" } as const;
  const sorts = async (f: Pick<TraceFilter, "experimentIds" | "experimentId" | "projectId">): Promise<boolean> =>
    await w.sql(async (tx) => {
      let search: Statement | undefined;
      const rows: typeof tx.rows = async (s) => {
        if (s.text.includes("tracking.traces t")) search = s;
        return await tx.rows(s);
      };
      await selectTraces({ ...tx, rows }, w.workspaceId, { ...page, ...f });
      await tx.run(sql`select set_config('enable_sort', 'off', true), set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)`);
      const plan = await tx.rows<{ "QUERY PLAN": string }>({ text: `explain ${search?.text}`, values: search?.values ?? [] });
      return plan.some((line) => /Sort Key/.test(line["QUERY PLAN"]));
    });
  assert.equal(await sorts({ experimentIds: [a] }), false);
  assert.equal(await sorts({ experimentId: a }), false);
  assert.equal(await sorts({ projectId: w.projectId }), false);
  assert.equal(await sorts({ experimentIds: [a, b] }), true, "two lines cannot be walked as one");
});
