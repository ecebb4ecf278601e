import { Refusal } from "../../../kernel/contract/errors.ts";
import { invalid } from "./problems.ts";

/** A refused filter or order in words that begin as clients and their tests expect, ours behind them. */
export async function phrased<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const field = error instanceof Refusal && error.code === "invalid_input" ? error.extra.fields?.[0]?.path : undefined;
    if (!(error instanceof Refusal) || (field !== "filter" && field !== "orderBy")) throw error;
    const begins = field === "orderBy" ? "Invalid order by field name" : "Invalid filter string";
    const theirs = inTheirWords(error.message);
    throw invalid(`${begins}${theirs === undefined ? "" : `: ${theirs}`}. ${error.message}\n${error.fix}`);
  }
}

/** What is wrong with a filter, as MLflow's own server says it; undefined where it has no such sentence. */
export function inTheirWords(message: string): string | undefined {
  for (const [ours, say] of words) {
    const what = ours.exec(message)?.[1];
    if (what !== undefined) return say(what);
  }
  return undefined;
}

const words: readonly (readonly [RegExp, (what: string) => string])[] = [
  [/^(\S+) is not one of the attributes /, (key) => `Invalid attribute key '${key}'`],
  [/^(\S+) is nothing that /, (type) => `Invalid entity type '${type}'`],
  [/^(.+?) cannot be asked of /, (comparator) => `Invalid comparison operator: Invalid comparator '${comparator}'`],
];
