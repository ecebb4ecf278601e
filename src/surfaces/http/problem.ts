import type { FastifyReply, FastifyRequest } from "fastify";
import { errorCodes, Refusal, type ErrorCode } from "../../kernel/contract/errors.ts";
import type { Log } from "../../kernel/ports.ts";

/** RFC 9457 problem document; `fix` says what to do, `requestId` finds the log line. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail: string;
  fix: string;
  requestId: string;
  fields?: { path: string; message: string }[];
  missing?: string;
  grantors?: string;
  retryAfterS?: number;
}

const titles: Record<ErrorCode, string> = {
  unauthenticated: "Not signed in",
  forbidden: "Not allowed",
  not_found: "Not found",
  conflict: "Conflict",
  checks_failed: "Checks failed",
  too_large: "Too large",
  invalid_input: "Invalid input",
  rate_limited: "Too many requests",
  internal: "Internal error",
  unavailable: "Unavailable",
};

/** Maps any error to the one document; what is unknown shows a reference and nothing else. */
export function problemOf(error: unknown, requestId: string): Problem {
  const refusal = asRefusal(error);
  const code = refusal?.code ?? "internal";
  return {
    type: `/docs/errors/${code}`,
    title: titles[code],
    status: errorCodes[code],
    code,
    detail: refusal?.message ?? "Something failed on our side.",
    fix: refusal?.fix ?? `Try again; if it stays, give the request id ${requestId} to your administrator.`,
    requestId,
    ...(refusal?.extra.fields && { fields: refusal.extra.fields }),
    ...(refusal?.extra.missing !== undefined && { missing: refusal.extra.missing }),
    ...(refusal?.extra.grantors !== undefined && { grantors: refusal.extra.grantors }),
    ...(refusal?.extra.retryAfterS !== undefined && { retryAfterS: refusal.extra.retryAfterS }),
  };
}

function asRefusal(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  const { statusCode, code, message } = error as { statusCode?: number; code?: string; message?: string };
  if (code === "FST_ERR_BAD_URL" || code === "FST_ERR_MAX_PARAM_LENGTH")
    return new Refusal(
      "invalid_input",
      "The address could not be read: a part of it is too long or wrongly percent-encoded.",
      "Encode each part of the path as UTF-8.",
    );
  // Files of the page: a path that leaves their folder.
  if (statusCode === 403 || statusCode === 404) return new Refusal("not_found", "There is nothing at this address.", "The page is at /, the API at /api/docs.");
  if (statusCode === 413) return new Refusal("too_large", "The body is larger than 16 MB.", "Send files through a transfer ticket, or less per call.");
  if (statusCode === 415) return new Refusal("invalid_input", "This content type is not read here.", "Send application/json.");
  if (statusCode === 400 || code === "FST_ERR_CTP_INVALID_JSON_BODY")
    return new Refusal("invalid_input", `The body could not be read: ${message ?? ""}`, "Send one JSON object in UTF-8.");
  return null;
}

export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Log): FastifyReply {
  const problem = problemOf(error, request.id);
  if (problem.code === "internal")
    log.error({ requestId: request.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }, "request failed");
  if (error instanceof Refusal && error.extra.retryAfterS !== undefined) void reply.header("retry-after", error.extra.retryAfterS);
  // A connection closed while the sender still writes loses this answer; the rest of the body is read and dropped.
  if (problem.code === "too_large") void reply.removeHeader("connection");
  if (problem.code === "unauthenticated") void reply.header("www-authenticate", 'Bearer realm="LuminaOps"');
  return reply.code(problem.status).type("application/problem+json").send(problem);
}
