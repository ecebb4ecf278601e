import { compileFilter } from "../../../db/filter/compile.ts";
import { listOps, textField, textOps, timeField, type Field, type FieldTable } from "../../../db/filter/fields.ts";
import { compileOrder, sorted } from "../../../db/filter/order.ts";
import { page } from "../../../db/keyset.ts";
import { and, raw, sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";
import type { Evaluation } from "../contract/evaluation.ts";
import { evaluationColumns, toEvaluation, type EvaluationRow } from "./evaluations.ts";

export interface EvaluationSearch {
  projectId?: string | undefined;
  experimentIds?: readonly string[] | undefined;
  filter: string;
  orderBy: readonly string[];
  limit: number;
  cursor?: string | undefined;
}

export async function selectEvaluations(tx: Tx, ws: string, f: EvaluationSearch): Promise<{ items: Evaluation[]; nextCursor: string | null }> {
  const where = [sql`s.workspace_id = ${ws}`, ...compileFilter(fields, f.filter)];
  if (f.projectId) where.push(sql`s.project_id = ${f.projectId}`);
  if (f.experimentIds)
    where.push(sql`exists (select from tracking.evaluation_experiments l where l.workspace_id = ${ws} and l.evaluation_id = s.id
      and l.experiment_id = any(${[...f.experimentIds]}::uuid[]))`);
  const order = sorted(compileOrder(fields, f.orderBy.length > 0 ? f.orderBy : ["created_time DESC"]), [
    { value: raw("s.id"), type: "uuid", nullable: false, desc: true },
  ]);
  where.push(...order.after(f.cursor));
  const rows = await tx.rows<EvaluationRow>(sql`
    select ${evaluationColumns}, ${order.columns} from tracking.evaluations s
    where ${and(where)} order by ${order.orderBy} limit ${f.limit + 1}`);
  const cut = page(rows, f.limit, (row) => order.key(row));
  return { items: cut.items.map(toEvaluation), nextCursor: cut.nextCursor };
}

const attributes: Readonly<Record<string, Field>> = {
  name: textField(raw("s.name"), { ops: listOps }),
  created_time: timeField(raw("s.created_at")),
  last_update_time: timeField(raw("s.updated_at")),
  created_by: textField(raw("s.created_by"), { ops: textOps, nullable: true }),
  last_updated_by: textField(raw("s.updated_by"), { ops: textOps, nullable: true }),
};

const fields: FieldTable = {
  noun: "evaluation sets",
  attributes: {
    names: ["attributes", "attribute", "attr"],
    keys: Object.keys(attributes),
    field: (key, aggregate) => (aggregate === null && Object.hasOwn(attributes, key) ? (attributes[key] ?? null) : null),
  },
  others: [
    {
      names: ["tags", "tag"],
      field: (key, aggregate) => (aggregate === null ? textField(sql`(s.tags ->> ${key})`, { nullable: true }) : null),
    },
  ],
};
