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
    const theirs = words.find(([ours]) => ours.test(error.message))?.[1];
    throw invalid(`${begins}${theirs === undefined ? "" : `: ${theirs}`}. ${error.message}\n${error.fix}`);
  }
}

const words: readonly (readonly [RegExp, string])[] = [
  [/ is not one of the attributes /, "Invalid attribute key"],
  [/ is nothing that /, "Invalid entity type"],
  [/ cannot be asked of /, "Invalid comparison operator"],
];
