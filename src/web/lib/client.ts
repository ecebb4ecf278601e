import type * as z from "zod";
import type { ObjectSchema, Spec } from "../../kernel/contract/operation.ts";
import { offlineProblem, ProblemError, problemFrom } from "./problem.ts";
import { noteReach } from "./reach.ts";

/** Outcome of a write: done, or stored as a request that another person decides. */
export type Acted<Output> = { kind: "done"; output: Output } | { kind: "approval"; approvalId: string };

/** What the client needs of a spec; every `Spec` fits. */
export type Operation<I extends ObjectSchema, O extends ObjectSchema> = Pick<Spec<I, O>, "name" | "kind" | "http" | "effect" | "input" | "output">;

export interface CallOptions {
  signal?: AbortSignal;
  /** Makes a repeated POST the same act. */
  idempotencyKey?: string;
  /** Kept in the audit row, and with an approval request. */
  reason?: string;
}

let workspaceId: string | null = null;
let onSignedOut: () => void = () => {};

/** The workspace every following call is made in. */
export function setWorkspace(id: string | null): void {
  workspaceId = id;
}

/** Called when the server says that nobody is signed in. */
export function whenSignedOut(handler: () => void): void {
  onSignedOut = handler;
}

/** Headers of every call: workspace, and the proof that a page of ours made an unsafe request. */
export function headersFor(method: string): Record<string, string> {
  return {
    "Lumina-Surface": "web",
    ...(workspaceId === null ? {} : { "Lumina-Workspace": workspaceId }),
    ...(method === "GET" ? {} : { "X-Lumina-Csrf": "1" }),
  };
}

/**
 * Address and body of a call. Ids go into the path; a GET sends the rest as a query
 * (arrays repeated, objects as JSON), other methods as a JSON body.
 */
export function requestFor(spec: Pick<Spec, "http">, input: Readonly<Record<string, unknown>>): { url: string; method: string; body: string | null } {
  const rest: Record<string, unknown> = { ...input };
  const path = spec.http.path.replaceAll(/\{(\w+)\}/g, (_all, id: string) => {
    const value = rest[id];
    delete rest[id];
    return encodeURIComponent(String(value));
  });
  const base = `/api/v1${path}`;
  if (spec.http.method !== "GET") return { url: base, method: spec.http.method, body: JSON.stringify(rest) };
  const query = queryString(rest);
  return { url: query === "" ? base : `${base}?${query}`, method: "GET", body: null };
}

function queryString(values: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined || value === null) continue;
    for (const item of Array.isArray(value) ? value : [value]) query.append(key, typeof item === "object" ? JSON.stringify(item) : String(item));
  }
  return query.toString();
}

async function send(spec: Pick<Spec, "http">, input: Readonly<Record<string, unknown>>, options: CallOptions): Promise<Response> {
  const { url, method, body } = requestFor(spec, input);
  const headers = headersFor(method);
  if (body !== null) headers["Content-Type"] = "application/json";
  if (options.idempotencyKey !== undefined) headers["Idempotency-Key"] = options.idempotencyKey;
  if (options.reason !== undefined && options.reason !== "") headers["Lumina-Reason"] = encodeURIComponent(options.reason);
  const response = await fetch(url, { method, headers, body, credentials: "same-origin", signal: options.signal ?? null }).catch((error: unknown) => {
    if (options.signal?.aborted) throw error;
    noteReach(false);
    throw offlineProblem();
  });
  noteReach(![502, 504].includes(response.status));
  if (response.ok) return response;
  const problem = await problemFrom(response);
  if (problem.problem.code === "unauthenticated") onSignedOut();
  throw problem;
}

/**
 * Runs an operation and returns its output; meant for reads.
 * @throws ProblemError when refused or unreachable.
 */
export async function api<I extends ObjectSchema, O extends ObjectSchema>(
  spec: Operation<I, O>,
  input: z.input<I>,
  options: CallOptions = {},
): Promise<z.output<O>> {
  const acted = await act(spec, input, options);
  if (acted.kind === "done") return acted.output;
  throw new ProblemError({
    code: "conflict",
    status: 202,
    detail: spec.name,
    fix: "",
    requestId: null,
    fields: [],
    missing: null,
    grantors: null,
    retryAfterS: null,
  });
}

/**
 * Runs an operation; an answer 202 with `approvalRequired` is the outcome `approval`, not an error.
 * @throws ProblemError when refused or unreachable.
 */
export async function act<I extends ObjectSchema, O extends ObjectSchema>(
  spec: Operation<I, O>,
  input: z.input<I>,
  options: CallOptions = {},
): Promise<Acted<z.output<O>>> {
  const response = await send(spec, input, options);
  const body = (await response.json()) as z.output<O> & { approvalRequired?: { id: string } };
  if (response.status === 202 && body.approvalRequired) return { kind: "approval", approvalId: body.approvalRequired.id };
  return { kind: "done", output: body };
}

/** Opens the event stream of a watch; the caller reads the body. */
export function openStream(
  spec: Pick<Spec, "http">,
  input: Readonly<Record<string, unknown>>,
  lastEventId: string | null,
  signal: AbortSignal,
): Promise<Response> {
  const { url } = requestFor(spec, input);
  const headers: Record<string, string> = { ...headersFor("GET"), Accept: "text/event-stream" };
  if (lastEventId !== null) headers["Last-Event-ID"] = lastEventId;
  return fetch(url, { headers, credentials: "same-origin", signal, cache: "no-store" });
}
