import type { ErrorCode } from "../../kernel/contract/errors.ts";
import { translate } from "./i18n.ts";

/** RFC 9457 document as our API writes it. */
export interface Problem {
  code: ErrorCode | "offline";
  status: number;
  detail: string;
  /** What to do about it. */
  fix: string;
  requestId: string | null;
  fields: readonly { path: string; message: string }[];
  /** The permission action that was missing, and who can grant it, where the server says so. */
  missing: string | null;
  grantors: string | null;
  retryAfterS: number | null;
}

/** A refusal or failure of an operation, as the page shows it. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.name = "ProblemError";
    this.problem = problem;
  }
}

/** Any thrown thing as a problem, so that every error state can show one. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return blank({ code: "internal", detail: error instanceof Error ? error.message : String(error), fix: translate("Try again.") });
}

/** The server could not be reached at all. */
export function offlineProblem(): ProblemError {
  return new ProblemError(blank({ code: "offline", detail: translate("The server did not answer."), fix: translate("Check that it runs, then try again.") }));
}

/** Reads a failed response; also copes with answers of a proxy that are not ours. */
export async function problemFrom(response: Response): Promise<ProblemError> {
  const text = await response.text().catch(() => "");
  return new ProblemError(parseProblem(text, response.status));
}

/** Reads the body of a failed answer. */
export function parseProblem(text: string, status: number): Problem {
  const body = parseObject(text);
  const field = (key: string) => (typeof body[key] === "string" ? body[key] : null);
  return blank({
    code: (field("code") as Problem["code"] | null) ?? (status === 401 ? "unauthenticated" : "internal"),
    status,
    detail: field("detail") ?? translate("The server answered {status}.", { status }),
    fix: field("fix") ?? translate("Try again."),
    requestId: field("requestId"),
    fields: Array.isArray(body["fields"]) ? (body["fields"] as Problem["fields"]) : [],
    missing: field("missing"),
    grantors: field("grantors"),
    retryAfterS: typeof body["retryAfterS"] === "number" ? body["retryAfterS"] : null,
  });
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function blank(part: Partial<Problem> & Pick<Problem, "code" | "detail" | "fix">): Problem {
  return { status: 0, requestId: null, fields: [], missing: null, grantors: null, retryAfterS: null, ...part };
}
