import { columnOf, lowerIsBetter, type Aggregate, type ColumnRef } from "../../../../../capabilities/tracking/contract/columns.ts";
import type { RunGroup } from "../../../../../capabilities/tracking/contract/groups.ts";
import type { SortKey } from "../../hooks/viewState.ts";

const attributeNames: Readonly<Record<string, string>> = {
  name: "run_name",
  startedAt: "start_time",
  endedAt: "end_time",
  by: "user_id",
  id: "run_id",
};

/** A key as the filter language takes it; quoted where it is no plain word. */
function keyText(key: string): string {
  if (/^[A-Za-z_][\w]*$/.test(key)) return key;
  return key.includes("`") ? `"${key}"` : `\`${key}\``;
}

/** A string as the filter language takes it; null for one that holds both kinds of quotes. */
export function valueText(value: string): string | null {
  if (!value.includes("'")) return `'${value}'`;
  return value.includes('"') ? null : `"${value}"`;
}

/** The left side of a comparison, and of an order clause; null where the server has none for it. */
export function fieldText(column: ColumnRef): string | null {
  if (column.kind === "metric") return metricField(column.key, column.aggregate);
  if (column.kind !== "attr") return `${column.kind}s.${keyText(column.key)}`;
  if (["duration", "dataset", "experiment", "parent", "kind", "updatedAt"].includes(column.key)) return null;
  return `attributes.${attributeNames[column.key] ?? column.key}`;
}

function metricField(key: string, aggregate: Aggregate): string | null {
  if (aggregate === "count" || aggregate === "lastStep" || aggregate === "bestStep") return null;
  const of = aggregate === "best" ? (lowerIsBetter(key) ? "min" : "max") : aggregate;
  return of === "last" ? `metrics.${keyText(key)}` : `${of}(metrics.${keyText(key)})`;
}

/** Order clauses for the server; columns it cannot sort by are left out. */
export function orderClauses(sort: readonly SortKey[]): string[] {
  return sort.flatMap(({ column, order }) => {
    const ref = columnOf(column);
    const field = ref && fieldText(ref);
    return field ? [`${field} ${order === "desc" ? "DESC" : "ASC"}`] : [];
  });
}

/** `filter AND clause`, without a leading AND. */
export function both(filter: string, clause: string): string {
  const [a, b] = [filter.trim(), clause.trim()];
  return a === "" ? b : b === "" ? a : `${a} AND ${b}`;
}

/** The clause a cell's value stands for; null where the language cannot say it. */
export function cellClause(column: ColumnRef, operator: "=" | "!=" | ">=" | "<=", value: string | number): string | null {
  const field = fieldText(column);
  if (field === null) return null;
  if (typeof value === "number") return `${field} ${operator} ${value}`;
  if (column.kind === "attr" && (column.key === "startedAt" || column.key === "endedAt")) return `${field} ${operator} ${Date.parse(value)}`;
  const quoted = valueText(column.kind === "attr" && column.key === "status" ? value.toUpperCase() : value);
  return quoted === null ? null : `${field} ${operator} ${quoted}`;
}

export interface GroupScope {
  /** To be joined to the filter. */
  clause: string;
  experimentId?: string;
}

/** What selects the runs of a group; where words fail, the ids of its newest runs. */
export function groupScope(by: readonly string[], group: Pick<RunGroup, "values" | "runIds">): GroupScope {
  const byIds = () => `attributes.run_id IN (${group.runIds.map((id) => `'${id.replaceAll("-", "")}'`).join(", ")})`;
  let experimentId: string | undefined;
  const clauses: string[] = [];
  for (const [i, each] of by.entries()) {
    const value = group.values[i] ?? null;
    if (each === "experiment" && value !== null) experimentId = value;
    else if (each === "status" && value !== null) clauses.push(cellClause({ kind: "attr", key: "status" }, "=", value) ?? byIds());
    else {
      const ref = columnOf(each);
      const field = ref && fieldText(ref);
      const quoted = value === null ? null : valueText(value);
      if (field && value === null) clauses.push(`${field} IS NULL`);
      else if (field && quoted !== null) clauses.push(`${field} = ${quoted}`);
      else return { clause: byIds() };
    }
  }
  return { clause: clauses.join(" AND "), ...(experimentId === undefined ? {} : { experimentId }) };
}
