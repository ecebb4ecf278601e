import { compileFilter } from "../../../db/filter/compile.ts";
import { textField, type FieldTable } from "../../../db/filter/fields.ts";
import { and, raw, sql } from "../../../db/sql.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";
import { ofRun } from "./trace-fields.ts";
import { inScope, type TraceScope } from "./trace-search.ts";

type View = "traces" | "spans" | "assessments";

const sources: Readonly<Record<View, (ws: string) => Statement>> = {
  traces: () => sql`tracking.traces t`,
  spans: (ws) => sql`tracking.traces t join tracking.spans s on s.workspace_id = ${ws} and s.trace_id = t.id`,
  assessments: (ws) => sql`tracking.traces t join tracking.assessments a on a.workspace_id = ${ws} and a.trace_id = t.id and a.valid`,
};

const figures: Readonly<Record<View, Readonly<Record<string, string>>>> = {
  traces: {
    trace_count: "t.id",
    session_count: "distinct t.session_id",
    latency: "t.duration_ms",
    input_tokens: "t.input_tokens",
    output_tokens: "t.output_tokens",
    total_tokens: "t.total_tokens",
    cache_read_input_tokens: "t.cache_read_tokens",
    cache_creation_input_tokens: "t.cache_creation_tokens",
  },
  spans: {
    span_count: "s.id",
    latency: "((s.end_ns - s.start_ns) / 1000000)",
    input_cost: "(s.cost ->> 'input_cost')::float8",
    output_cost: "(s.cost ->> 'output_cost')::float8",
    total_cost: "(s.cost ->> 'total_cost')::float8",
  },
  assessments: { assessment_count: "a.id", assessment_value: "a.figure" },
};

const dimensionColumns: Readonly<Record<string, string>> = {
  trace_name: "t.name",
  trace_status: "t.state",
  span_name: "s.name",
  span_type: "s.type",
  span_status: "s.status",
  span_model_name: "s.model",
  span_model_provider: "s.provider",
  assessment_name: "a.name",
  assessment_value: "a.value::text",
};

const momentsMs: Readonly<Record<View, string>> = { traces: "t.request_ms", spans: "(s.start_ns / 1000000)", assessments: "t.request_ms" };

/** What one clause of a statistic's filter may name. */
function statFields(ws: string, view: View): FieldTable {
  const equal = { ops: ["="] } as const;
  return {
    noun: "trace statistics",
    attributes: {
      names: ["trace"],
      keys: ["status", "tag.<key>", "metadata.<key>"],
      field: (key) => {
        if (key === "status") return textField(raw("t.state"), equal);
        if (key === "tag.mlflow.traceName") return textField(raw("t.name"), equal);
        if (key === "metadata.mlflow.sourceRun") return { type: "text", ops: ["="], where: ({ value }) => ofRun(ws, String(value)) };
        const [, entity, name] = /^(tag|metadata)\.(.+)$/.exec(key) ?? [];
        if (name === undefined) return null;
        return textField(entity === "tag" ? sql`(t.tags ->> ${name})` : sql`(t.metadata ->> ${name})`, equal);
      },
    },
    others: [
      {
        names: ["span"],
        keys: view === "spans" ? ["name", "status", "type"] : ["nothing: they are asked of the view spans only"],
        field: (key) => (view === "spans" && ["name", "status", "type"].includes(key) ? textField(raw(`s.${key}`), equal) : null),
      },
      {
        names: ["assessment"],
        keys: view === "assessments" ? ["name", "type"] : ["nothing: they are asked of the view assessments only"],
        field: (key) => (view === "assessments" && ["name", "type"].includes(key) ? textField(raw(key === "name" ? "a.name" : "a.kind"), equal) : null),
      },
    ],
  };
}

export interface Question extends TraceScope {
  view: View;
  metric: string;
  aggregations: readonly { type: "COUNT" | "SUM" | "AVG" | "MIN" | "MAX" | "PERCENTILE"; percentile?: number | undefined }[];
  dimensions: readonly string[];
  filters: readonly string[];
  intervalS?: number | undefined;
  fromMs?: number | undefined;
  toMs?: number | undefined;
  limit: number;
}

export interface Point {
  /** Start of the interval, where one was asked. */
  bucketMs: number | null;
  dimensions: (string | null)[];
  values: (number | null)[];
}

/** Aggregates of a metric by dimensions and time. Metric and dimensions are of those the view knows. */
export async function selectPoints(tx: Tx, ws: string, q: Question): Promise<Point[]> {
  const figure = raw(figures[q.view][q.metric] ?? "null");
  const own = q.view === "spans" && q.metric.endsWith("_cost") ? "spans" : "traces";
  const where = [...inScope(ws, q), ...q.filters.flatMap((text, i) => compileFilter(statFields(ws, q.view), text, `filters.${i}`))];
  if (q.fromMs !== undefined) where.push(sql`${raw(momentsMs[own])} >= ${q.fromMs}`);
  if (q.toMs !== undefined) where.push(sql`${raw(momentsMs[own])} <= ${q.toMs}`);
  if (q.metric !== "session_count") where.push(sql`${figure} is not null`);
  const dimensions = q.dimensions.map((d) => raw(dimensionColumns[d] ?? "null"));
  for (const dimension of dimensions) where.push(sql`${dimension} is not null`);
  const intervalMs = (q.intervalS ?? 0) * 1000;
  const bucket = intervalMs > 0 ? sql`floor(${raw(momentsMs[q.view])}::numeric / ${intervalMs}) * ${intervalMs}` : sql`0`;
  const values = q.aggregations.map((a) => aggregate(a, figure));
  return await tx.rows<Point>(sql`
    select case when ${intervalMs} > 0 then min(x.bucket)::float8 end as "bucketMs", x.dimensions, array[${list(values)}]::float8[] as values
    from (select ${bucket} as bucket, array[${list(dimensions)}]::text[] as dimensions, ${raw(withoutDistinct(figures[q.view][q.metric]))} as figure
      from ${sources[q.view](ws)} where ${and(where)}) x
    group by x.bucket, x.dimensions order by x.bucket, x.dimensions limit ${q.limit}`);
}

function withoutDistinct(column: string | undefined): string {
  return (column ?? "null").replace("distinct ", "");
}

function aggregate(a: Question["aggregations"][number], figure: ReturnType<typeof raw>): Statement {
  switch (a.type) {
    case "COUNT":
      return figure.text.startsWith("distinct ") ? sql`count(distinct x.figure)` : sql`count(x.figure)`;
    case "SUM":
      return sql`sum(x.figure)`;
    case "AVG":
      return sql`avg(x.figure)`;
    case "MIN":
      return sql`min(x.figure)`;
    case "MAX":
      return sql`max(x.figure)`;
    case "PERCENTILE":
      return sql`percentile_cont(${(a.percentile ?? 50) / 100}::float8) within group (order by x.figure)`;
  }
}

function list(parts: readonly (Statement | ReturnType<typeof raw>)[]): Statement {
  return parts.reduce<Statement>((all, part, i) => (i === 0 ? sql`${part}` : sql`${all}, ${part}`), sql``);
}
