/**
 * The closed set of domain error codes and the HTTP status each one carries.
 * Transports map codes once; nothing below a surface knows a status.
 */
export const errorCodes = {
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  checks_failed: 409,
  too_large: 413,
  invalid_input: 422,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** Codes an operation may declare for itself; the pipeline adds the others. */
export type DeclaredError = Exclude<ErrorCode, "unauthenticated" | "forbidden" | "invalid_input" | "internal">;

export interface FieldProblem {
  /** Dotted path into the input, `""` for the whole. */
  path: string;
  message: string;
}

export interface RefusalExtra {
  fields?: FieldProblem[];
  retryAfterS?: number;
  /** The permission action that was missing. */
  missing?: string;
  /** The request that waits, where an act inside a job needs an approval. */
  approvalId?: string;
  /** Who can grant it and how, a sentence without its capital and full stop. */
  grantors?: string;
}

/**
 * A refusal a person can act on: what failed, on which id, and what to do.
 * @example throw refuse("not_found", "Dataset 0198 does not exist here.", "List datasets with `datasets list`.");
 */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly fix: string;
  readonly extra: RefusalExtra;

  constructor(code: ErrorCode, detail: string, fix: string, extra: RefusalExtra = {}) {
    super(detail);
    this.name = "Refusal";
    this.code = code;
    this.fix = fix;
    this.extra = extra;
  }
}

/** Builds a {@link Refusal}; `throw refuse(...)` reads as the sentence it is. */
export function refuse(code: ErrorCode, detail: string, fix: string, extra: RefusalExtra = {}): Refusal {
  return new Refusal(code, detail, fix, extra);
}
