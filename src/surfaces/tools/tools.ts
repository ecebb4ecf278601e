import type { AnySpec } from "../../kernel/contract/operation.ts";
import { inputSchema, type JsonSchema } from "../json-schema.ts";

/** An operation as a language model is told about it. Running it is the caller's: through `invoke`, as the person who asks. */
export interface Tool {
  /** `<noun>_<verb>` in snake case; safe for every model vendor (letters, digits, `_`, at most 64). */
  name: string;
  /** The operation it stands for. */
  operation: string;
  description: string;
  /** JSON Schema (2020-12) of the input. */
  parameters: JsonSchema;
  /** True for everything that changes something: a person sees {@link confirm} first. */
  needsApproval: boolean;
  /** What a person will agree to, in one sentence. @throws ZodError when the input does not fit. */
  confirm(input: unknown): string;
  /** What the model sees of an output. */
  pick(output: unknown): unknown;
}

/** `datasets.addSample` → `datasets_add_sample`. */
export function toolName(operation: string): string {
  return operation.replaceAll(".", "_").replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/**
 * Tools of the operations that declare one, in their order.
 * @example toolsOf(registry.specs).map(({ name, description, parameters }) => ({ name, description, parameters }))
 */
export function toolsOf(specs: readonly AnySpec[]): Tool[] {
  return specs.flatMap((spec) => (spec.tool ? [toolOf(spec, spec.tool)] : []));
}

function toolOf(spec: AnySpec, { say, confirm, pick }: NonNullable<AnySpec["tool"]>): Tool {
  return {
    name: toolName(spec.name),
    operation: spec.name,
    description: say,
    parameters: inputSchema(spec),
    needsApproval: spec.effect !== "read",
    // The registry forgot the types of these two; parsing first restores what they were declared for.
    confirm: (input) => (confirm ? confirm(spec.input.parse(input) as never) : `${spec.summary}.`),
    pick: (output) => (pick ? pick(spec.output.parse(output) as never) : output),
  };
}
