import { refuse } from "../../../kernel/contract/errors.ts";
import { rowOf } from "../../../capabilities/serving/contract/rows.ts";
import type { Prediction, Signature } from "../../../capabilities/serving/contract/shapes.ts";

type Cell = string | number | boolean | null;

function wrong(message: string): Error {
  return refuse("invalid_input", message, "Send one of dataframe_split, dataframe_records, inputs, instances as JSON, or a CSV with a header.");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Rows as the model's fields. Columns the model does not know are left out, as MLflow's own server does. */
export function rowsOf(body: unknown, signature: Signature): Record<string, unknown>[] {
  if (!isRecord(body)) throw wrong("The body is not a JSON object.");
  const known = ["dataframe_split", "dataframe_records", "inputs", "instances"].filter((key) => key in body);
  if (known.length !== 1) throw wrong(known.length === 0 ? "The body holds no rows." : `The body holds ${known.join(" and ")}; one is read.`);
  const value = body[known[0] ?? ""];
  if (known[0] === "dataframe_split") return split(value, signature);
  if (known[0] === "dataframe_records") return list(value, "dataframe_records", signature);
  return isRecord(value) ? columnar(value, signature) : list(value, known[0] ?? "", signature);
}

function split(value: unknown, signature: Signature): Record<string, unknown>[] {
  const { columns, data } = isRecord(value) ? value : {};
  if (!Array.isArray(data)) throw wrong("dataframe_split needs data, and columns where it is not in the model's order.");
  const names = Array.isArray(columns) ? columns.map(String) : signature.inputs.map((i) => i.name);
  return data.map((cells, r) => {
    if (!Array.isArray(cells) || cells.length !== names.length) throw wrong(`Row ${r} of dataframe_split does not have ${names.length} values.`);
    return rowOf(signature, names, cells as Cell[]);
  });
}

function list(value: unknown, key: string, signature: Signature): Record<string, unknown>[] {
  if (!Array.isArray(value)) throw wrong(`${key} is not a list.`);
  const names = signature.inputs.map((i) => i.name);
  return value.map((one: unknown, r) => {
    if (isRecord(one)) return rowOf(signature, Object.keys(one), Object.values(one) as Cell[]);
    const cells = Array.isArray(one) ? one : [one];
    if (cells.length !== names.length) throw wrong(`Row ${r} of ${key} has ${cells.length} values; the model takes ${names.length}: ${names.join(", ")}.`);
    return rowOf(signature, names, cells as Cell[]);
  });
}

function columnar(value: Record<string, unknown>, signature: Signature): Record<string, unknown>[] {
  const names = Object.keys(value);
  const columns = names.map((name) => (Array.isArray(value[name]) ? (value[name] as unknown[]).flat() : [value[name]]));
  const rows = columns[0]?.length ?? 0;
  names.forEach((name, i) => {
    if (columns[i]?.length !== rows) throw wrong(`Column ${name} has ${columns[i]?.length ?? 0} values, the first has ${rows}.`);
  });
  return Array.from({ length: rows }, (_, r) =>
    rowOf(
      signature,
      names,
      columns.map((c) => (c[r] ?? null) as Cell),
    ),
  );
}

/** Rows of a CSV with a header (RFC 4180); an empty cell is missing. */
export function rowsOfCsv(text: string, signature: Signature): Record<string, unknown>[] {
  const [header, ...lines] = parseCsv(text);
  if (!header || lines.length === 0) throw wrong("The CSV has no row below its header.");
  return lines.map((cells, r) => {
    if (cells.length !== header.length) throw wrong(`Line ${r + 2} of the CSV has ${cells.length} cells, the header ${header.length}.`);
    return rowOf(
      signature,
      header,
      cells.map((c) => (c === "" ? null : c)),
    );
  });
}

function parseCsv(text: string): string[][] {
  const lines: string[][] = [];
  let cells: string[] = [];
  const csv = text.replace(/^\uFEFF/, "");
  const cell = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r?\n|\r|$)/y;
  for (;;) {
    const found = cell.exec(csv);
    if (!found) throw wrong(`Line ${lines.length + 1} of the CSV has a quote that opens or ends inside a cell.`);
    const [, quoted, bare, end] = found;
    if (end === "" && cells.length === 0 && quoted === undefined && bare === "") break;
    cells.push(quoted === undefined ? (bare ?? "") : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    lines.push(cells);
    cells = [];
    if (end === "") break;
  }
  return lines;
}

/** Answers as MLflow's scikit-learn flavour gives them: labels (numbers where the classes are), values, or probabilities on request. */
export function answersOf(predictions: readonly Prediction[], signature: Signature, probabilities: boolean): unknown[] {
  if (signature.task === "regression") return predictions.map((p) => p.value ?? null);
  const classes = signature.classes ?? [];
  if (probabilities) return predictions.map((p) => classes.map((c) => p.probabilities?.[c] ?? 0));
  const numeric = classes.length > 0 && classes.every((c) => /^-?\d{1,15}$/.test(c));
  return predictions.map((p) => (numeric ? Number(p.label) : (p.label ?? null)));
}
