import { ApprovalRequired, LuminaError, Unreachable, type Problem } from "./errors.ts";
import { events } from "./events.ts";
import { routes, type Operations } from "./generated.ts";

export interface LuminaOptions {
  /** Address of the server, for example `https://ml.example.org`. */
  url: string;
  /** API key, `lum_` and 36 characters. */
  key: string;
  /** Another `fetch`, for tests or agents. */
  fetch?: typeof fetch;
  /** How often an answer that may come right (429, 502, 503, 504, no connection) is asked for again. Default 4. */
  retries?: number;
}

/** What an upload may send; a stream is sent once, the rest again when an answer is lost. */
export type Bytes = string | ArrayBuffer | Uint8Array<ArrayBuffer> | Blob | ReadableStream<Uint8Array>;

type Name = keyof Operations & string;
type Camel<S extends string> = S extends `${infer A}.${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S;
type InputOf<N extends Name> = Operations[N]["input"];
type Given<N extends Name> = Record<string, never> extends InputOf<N> ? [input?: InputOf<N>] : [input: InputOf<N>];
type Verb<N extends Name> = Operations[N]["direction"] extends "upload"
  ? (body: Bytes, ...input: Given<N>) => Promise<Operations[N]["output"]>
  : Operations[N]["direction"] extends "download"
    ? (...input: Given<N>) => Promise<Response>
    : Operations[N]["kind"] extends "watch"
      ? (...input: Given<N>) => AsyncGenerator<Operations[N]["output"]>
      : (...input: Given<N>) => Promise<Operations[N]["output"]>;

/** `client.runs.search({...})`: every operation as a method of its noun. */
export type Nouns = {
  readonly [Noun in Name extends `${infer A}.${string}` ? A : never]: {
    readonly [N in Extract<Name, `${Noun}.${string}`> as N extends `${Noun}.${infer B}` ? Camel<B> : never]: Verb<N>;
  };
};

const again = new Set([429, 502, 503, 504]);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * One server seen with one key.
 * @throws LuminaError with `detail` and `fix` when the server refuses; Unreachable when it does not answer.
 * @example
 * const client = new LuminaClient({ url: "http://127.0.0.1:7300", key });
 * for await (const run of client.pages((cursor) => client.api.runs.search({ projectId, ...cursor }))) console.log(run.name);
 */
export class LuminaClient {
  readonly url: string;
  /** Every operation, by noun and verb. */
  readonly api: Nouns;
  readonly #key: string;
  readonly #fetch: typeof fetch;
  readonly #retries: number;

  constructor({ url, key, fetch: own = fetch, retries = 4 }: LuminaOptions) {
    this.url = url.replace(/\/+$/, "");
    this.#key = key;
    this.#fetch = own;
    this.#retries = retries;
    this.api = this.#nouns();
  }

  /** Every item of a list, page by page as they are consumed. */
  async *pages<T>(read: (page: { cursor?: string }) => Promise<{ items: T[]; nextCursor: string | null }>): AsyncGenerator<T> {
    let cursor: string | null = null;
    do {
      const page: { items: T[]; nextCursor: string | null } = await read(cursor === null ? {} : { cursor });
      yield* page.items;
      cursor = page.nextCursor;
    } while (cursor !== null);
  }

  #nouns(): Nouns {
    const nouns: Record<string, Record<string, unknown>> = {};
    for (const name of Object.keys(routes) as Name[]) {
      const [noun = "", ...words] = name.split(".");
      const verb = words.map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join("");
      (nouns[noun] ??= {})[verb] = this.#verb(name);
    }
    return nouns as unknown as Nouns;
  }

  #verb(name: Name): unknown {
    switch (routes[name].kind) {
      case "upload":
        return async (body: Bytes, input?: object) =>
          await (await this.#send("PUT", await this.#ticket(name, input), { body, headers: { "content-type": "application/octet-stream" } })).json();
      case "download":
        return async (input?: object) => await this.#send("GET", await this.#ticket(name, input), {});
      case "watch":
        return (input?: object) => this.#watch(name, input ?? {});
      default:
        return async (input?: object) => await this.#call(name, input ?? {});
    }
  }

  async #ticket(name: Name, input: object = {}): Promise<string> {
    return ((await this.#call(name, input)) as { ticket: { url: string } }).ticket.url;
  }

  async #call(name: Name, input: object): Promise<unknown> {
    const answer = (await (await this.#request(name, input, {})).json()) as { approvalRequired?: { id: string } };
    if (answer.approvalRequired) throw new ApprovalRequired(answer.approvalRequired.id);
    return answer;
  }

  async *#watch(name: Name, input: object): AsyncGenerator<unknown> {
    let cursor: string | null = null;
    for (;;) {
      const headers: Record<string, string> = { accept: "text/event-stream", ...(cursor !== null && { "last-event-id": cursor }) };
      const response = await this.#request(name, input, headers);
      try {
        for await (const event of events(response)) {
          if (event.kind === "end") return;
          if (event.kind === "problem") throw new LuminaError(event.data as Problem);
          cursor = event.id ?? cursor;
          yield event.data;
        }
      } catch (error) {
        if (error instanceof LuminaError) throw error;
      }
    }
  }

  async #request(name: Name, input: object, headers: Record<string, string>): Promise<Response> {
    const { method, path } = routes[name];
    const left = new Map(Object.entries(input).filter(([, value]) => value !== undefined));
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, id: string) => {
      const value = left.get(id);
      left.delete(id);
      return encodeURIComponent(String(value));
    });
    if (method === "GET" || method === "DELETE") {
      const query = new URLSearchParams();
      for (const [key, value] of left)
        for (const one of Array.isArray(value) ? value : [value]) query.append(key, typeof one === "object" ? JSON.stringify(one) : String(one));
      return await this.#send(method, query.size === 0 ? filled : `${filled}?${query}`, { headers });
    }
    const body = JSON.stringify(Object.fromEntries(left));
    // One key for all tries: a write whose answer was lost is not done twice.
    return await this.#send(method, filled, { body, headers: { ...headers, "content-type": "application/json", "idempotency-key": crypto.randomUUID() } });
  }

  async #send(method: string, path: string, init: { body?: Bytes; headers?: Record<string, string> }): Promise<Response> {
    // A stream can be read once, so its request is sent once.
    const tries = init.body instanceof ReadableStream ? 0 : this.#retries;
    for (let attempt = 0; ; attempt += 1) {
      const response = await this.#fetch(new URL(path, `${this.url}/`), {
        method,
        ...init,
        headers: { authorization: `Bearer ${this.#key}`, ...init.headers },
      }).catch((error: unknown) => error);
      if (response instanceof Response && response.ok) return response;
      const mayComeRight = !(response instanceof Response) || again.has(response.status);
      if (attempt >= tries || !mayComeRight) throw response instanceof Response ? await refusal(response) : new Unreachable(this.url, response);
      const asked = response instanceof Response ? Number(response.headers.get("retry-after")) : 0;
      await pause(asked > 0 ? asked * 1000 : 300 * 2 ** attempt);
    }
  }
}

async function refusal(response: Response): Promise<LuminaError> {
  const told = (await response.json().catch(() => ({}))) as Partial<Problem>;
  return new LuminaError({ code: "internal", detail: `The server answered ${response.status}.`, fix: "", requestId: "", ...told, status: response.status });
}
