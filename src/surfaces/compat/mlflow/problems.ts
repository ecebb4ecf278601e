import { Refusal } from "../../../kernel/contract/errors.ts";

/** MLflow's error codes that this server answers, and the status each one carries. */
const statuses = {
  BAD_REQUEST: 400,
  INVALID_PARAMETER_VALUE: 400,
  RESOURCE_ALREADY_EXISTS: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  RESOURCE_DOES_NOT_EXIST: 404,
  NOT_FOUND: 404,
  ENDPOINT_NOT_FOUND: 404,
  RESOURCE_CONFLICT: 409,
  REQUEST_LIMIT_EXCEEDED: 429,
  INTERNAL_ERROR: 500,
  INVALID_STATE: 500,
  NOT_IMPLEMENTED: 501,
  TEMPORARILY_UNAVAILABLE: 503,
} as const;
export type MlflowCode = keyof typeof statuses;

/** An answer in MLflow's own words, where its clients match code or message. */
export class MlflowError extends Error {
  readonly code: MlflowCode;
  /** The field of a wrong type. */
  readonly field: string | null;

  constructor(code: MlflowCode, message: string, field: string | null = null) {
    super(message);
    this.name = "MlflowError";
    this.code = code;
    this.field = field;
  }
}

/** `INVALID_PARAMETER_VALUE`, the code of nearly every refusal there. */
export function invalid(message: string): MlflowError {
  return new MlflowError("INVALID_PARAMETER_VALUE", message);
}

const docs = " See the API docs for more information about request parameters.";

/** One of the two message shapes that clients and tests match; the value as compact JSON with sorted keys. */
export function invalidValue(path: string, value: unknown, hint = ""): MlflowError {
  return invalid(`Invalid value ${compact(value)} for parameter '${path}' supplied${hint === "" ? "." : `: ${hint}`}`);
}

/** As {@link invalidValue}, for a value of another type than the field has. */
export function wrongType(path: string, value: unknown): MlflowError {
  const message = `Invalid value ${compact(value)} for parameter '${path}' supplied:  Hint: Value was of type '${pythonType(value)}'.${docs}`;
  return new MlflowError("INVALID_PARAMETER_VALUE", message, path);
}

const mark = "\u{1}number:";

/**
 * Reads JSON for {@link wrongType}: a number stands as a text of its own, as Python writes it, for 9.0 is not 9 there.
 * @throws SyntaxError
 */
export function withNumbersAsWritten(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, { source = "" }: { source?: string } = {}) => {
    if (typeof value !== "number") return value;
    if (!/[.e]/i.test(source)) return `${mark}${source}`;
    return `${mark}${value}${Number.isInteger(value) && Math.abs(value) < 1e16 ? ".0" : ""}`;
  });
}

/** The other stable message shape. */
export function missing(path: string): MlflowError {
  return invalid(`Missing value for required parameter '${path}'.${docs}`);
}

const shownAtMost = 500;

function compact(value: unknown): string {
  const text = JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
  const shown = (text ?? "null").replaceAll(/"\\u0001number:([^"]*)"/g, "$1");
  return shown.length > shownAtMost ? `${shown.slice(0, shownAtMost)}…` : shown;
}

function pythonType(value: unknown): string {
  if (value === null || value === undefined) return "NoneType";
  if (Array.isArray(value)) return "list";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  if (typeof value === "string" && value.startsWith(mark)) return /[.e]/i.test(value.slice(mark.length)) ? "float" : "int";
  return { string: "str", boolean: "bool", object: "dict" }[typeof value as string] ?? "str";
}

export interface Said {
  status: number;
  body: { error_code: string; message: string };
  retryAfterS?: number;
}

/** Status and body of any error; what `conflict` means is the route's to say. Our fix stands on a line of its own. */
export function said(error: unknown, requestId: string, conflict: MlflowCode = "INVALID_PARAMETER_VALUE"): Said {
  if (error instanceof MlflowError) return { status: statuses[error.code], body: { error_code: error.code, message: error.message } };
  if (error instanceof Refusal) {
    const code = codeOf(error, conflict);
    const status = error.code === "too_large" ? 413 : statuses[code];
    const message = `${error.message}\n${error.fix}`;
    return {
      status,
      // An approval is ours: its id stays as our pages and commands know it.
      body: { error_code: code, message: error.extra.approvalId === undefined ? theirIds(message) : message },
      ...(error.extra.retryAfterS !== undefined && { retryAfterS: error.extra.retryAfterS }),
    };
  }
  const { statusCode } = error as { statusCode?: number };
  if (statusCode === 413)
    return {
      status: 413,
      body: { error_code: "INVALID_PARAMETER_VALUE", message: "The body is larger than 16 MB.\nSend less per request; files go to the artifact routes." },
    };
  if (statusCode !== undefined && statusCode < 500)
    return { status: 400, body: { error_code: "BAD_REQUEST", message: `Bad Request. ${error instanceof Error ? error.message : "It could not be read."}` } };
  return { status: 500, body: { error_code: "INTERNAL_ERROR", message: `Something failed on our side; give request ${requestId} to your administrator.` } };
}

/** Ids as these clients write them. */
function theirIds(text: string): string {
  return text.replaceAll(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, (uuid) => uuid.replaceAll("-", ""));
}

function codeOf(error: Refusal, conflict: MlflowCode): MlflowCode {
  switch (error.code) {
    case "unauthenticated":
      return "UNAUTHENTICATED";
    case "forbidden":
      return "PERMISSION_DENIED";
    case "not_found":
      return "RESOURCE_DOES_NOT_EXIST";
    case "conflict":
      return conflict;
    case "checks_failed":
      return error.extra.approvalId === undefined ? "BAD_REQUEST" : "PERMISSION_DENIED";
    case "rate_limited":
      return "REQUEST_LIMIT_EXCEEDED";
    case "unavailable":
      return "TEMPORARILY_UNAVAILABLE";
    case "internal":
      return "INTERNAL_ERROR";
    default:
      return "INVALID_PARAMETER_VALUE";
  }
}
