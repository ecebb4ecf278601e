import { Refusal } from "../../../kernel/contract/errors.ts";
import { invalid } from "./problems.ts";

/** A refused filter or order in words that begin as clients and their tests expect, ours behind them. */
export async function phrased<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const field = error instanceof Refusal && error.code === "invalid_input" ? error.extra.fields?.[0]?.path : undefined;
    if (!(error instanceof Refusal) || (field !== "filter" && field !== "orderBy")) throw error;
    const [, unknown] = /^(\S+) is not one of the attributes/.exec(error.message) ?? [];
    const begins = field === "orderBy" ? "Invalid order by field name" : "Invalid filter string";
    throw invalid(`${unknown === undefined ? begins : `${begins}: Invalid attribute key '${unknown}' specified`}. ${error.message}\n${error.fix}`);
  }
}
