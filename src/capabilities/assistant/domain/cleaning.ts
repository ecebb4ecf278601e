import type { Step } from "../../datasets/contract/cleaning.ts";
import { hasAny, type Words } from "./words.ts";

const text = "(?:non[\\s-]?numer\\w*|not\\s+(?:a\\s+)?num\\w*|n['’]t\\s+(?:a\\s+)?num\\w*|no\\s+numbers)";
const notNumeric = new RegExp(
  `${text}|(?:text|string|categor\\w*|textual)\\s+(?:col|feat|field|var)\\w*|(?:only|just)\\s+(?:the\\s+)?num\\w*|num\\w*\\s+(?:(?:columns?|features?|fields?)\\s+)?only`,
  "i",
);
const dropping =
  "drop remove delete discard exclude strip without leave eliminate keep rid throw kick lose ditch dump purge erase scrap weed cut out only just no go".split(
    " ",
  );

/** Cleaning words to recipe steps; what is not said is left alone. `columns` are those the words name. */
export function stepsIn(words: Words, columns: string[]): Step[] {
  const has = (...wanted: string[]): boolean => hasAny(words, wanted);
  const drops = has(...dropping);
  const numeric = notNumeric.test(words.text) && drops;
  const steps: Step[] = [];
  if (numeric) steps.push({ kind: "dropNonNumeric" });
  const doubles = has("duplicate", "duplicated", "repeated", "twice", "dedupe", "deduplicate", "double", "identical");
  if (doubles) steps.push({ kind: "dropDuplicates" });
  const missing = has("missing", "null", "nan", "empty", "gap", "blank", "absent", "hole", "incomplete");
  const fills = has("fill", "impute", "replace", "set", "swap", "patch", "plug");
  const rowsGo = (missing && drops && has("row", "record", "line") && !fills) || (has("complete") && has("row", "record", "line") && drops);
  if (rowsGo) steps.push({ kind: "dropMissingRows", ...(columns.length > 0 && { columns }) });
  else if (missing || has("impute", "fill")) steps.push({ kind: "impute", strategy: strategyIn(words), ...(columns.length > 0 && !drops && { columns }) });
  const outliers = has("outlier", "clip", "extreme", "winsorize", "cap");
  if (outliers) steps.push({ kind: "clip", lowerQuantile01: 0.01, upperQuantile01: 0.99, ...(columns.length > 0 && { columns }) });
  if (drops && columns.length > 0 && !numeric && !rowsGo && !outliers && !doubles) steps.unshift({ kind: "dropColumns", columns });
  return steps;
}

function strategyIn(words: Words): "auto" | "mean" | "median" | "mode" {
  if (hasAny(words, ["median"])) return "median";
  if (hasAny(words, ["mean", "average"])) return "mean";
  return hasAny(words, ["mode", "frequent", "commonest"]) ? "mode" : "auto";
}
