import type { OpenApi } from "./document.ts";

/** A refusal of the server as the command line prints it. */
export class CliRefusal extends Error {
  readonly fix: string;
  readonly requestId: string;
  constructor(detail: string, fix: string, requestId = "") {
    super(detail);
    this.fix = fix;
    this.requestId = requestId;
  }
}

/** The command was wrong: exit 2. */
export class UsageError extends Error {}

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** Talks to one server with one key. */
export class Client {
  readonly url: string;
  readonly #key: string | null;

  constructor(url: string, key: string | null) {
    this.url = url.replace(/\/+$/, "");
    this.#key = key;
  }

  headers(extra: Record<string, string> = {}): Record<string, string> {
    return { "lumina-surface": "cli", ...(this.#key !== null && { authorization: `Bearer ${this.#key}` }), ...extra };
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = this.headers(init.headers as Record<string, string>);
    let response: Response;
    try {
      response = await fetch(new URL(path, `${this.url}/`), { ...init, headers });
    } catch {
      throw new CliRefusal(`${this.url} does not answer.`, "Start LuminaOps with `npm start`, or name another server with --url or LUMINA_URL.");
    }
    if (response.ok) return response;
    const problem = (await response.json().catch(() => ({}))) as {
      detail?: string;
      fix?: string;
      requestId?: string;
      fields?: { path: string; message: string }[];
    };
    const fields = (problem.fields ?? []).slice(1).map((f) => `\n  ${f.path}: ${f.message}`);
    throw new CliRefusal((problem.detail ?? `${response.status} ${response.statusText}`) + fields.join(""), problem.fix ?? "", problem.requestId);
  }

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await this.fetch(path, {
      method,
      headers: { ...headers, ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  async document(): Promise<OpenApi> {
    return (await (await this.fetch("/api/openapi.json")).json()) as OpenApi;
  }
}
