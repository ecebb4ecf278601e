import { refuse, type Refusal } from "../../../kernel/contract/errors.ts";

export function noAssessment(traceId: string, id: string): Refusal {
  return refuse("not_found", `Assessment with ID '${id}' not found for trace '${traceId}'.`, "The trace lists its assessments.");
}

export function noValue(): Refusal {
  return refuse("invalid_input", "The `value` field must be specified.", "Give the value that is expected.", {
    fields: [{ path: "value", message: "an expectation has a value" }],
  });
}
