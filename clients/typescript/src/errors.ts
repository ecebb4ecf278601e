/** What the server says when it refuses (RFC 9457). */
export interface Problem {
  code: string;
  detail: string;
  fix: string;
  requestId: string;
  status: number;
  fields?: { path: string; message: string }[];
}

/** A refusal: `detail` is what failed, `fix` what to do about it. */
export class LuminaError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.detail} ${problem.fix}`.trim());
    this.name = "LuminaError";
    this.problem = problem;
  }
}

/** The act waits for another person's decision. */
export class ApprovalRequired extends LuminaError {
  readonly approvalId: string;

  constructor(approvalId: string) {
    super({
      code: "approval_required",
      detail: `Approval ${approvalId} was asked for.`,
      fix: "Someone else decides; then it runs by itself.",
      requestId: "",
      status: 202,
    });
    this.name = "ApprovalRequired";
    this.approvalId = approvalId;
  }
}

/** The server does not answer; nothing is known about what was sent. */
export class Unreachable extends LuminaError {
  constructor(url: string, cause: unknown) {
    super({ code: "unavailable", detail: `${url} does not answer.`, fix: "Check the address and that the server runs.", requestId: "", status: 0 });
    this.name = "Unreachable";
    this.cause = cause;
  }
}
