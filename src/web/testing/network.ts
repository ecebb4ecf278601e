import { vi } from "vitest";

export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Headers;
  body: unknown;
}

type Answer = object | ((call: Call) => object | Response | Promise<Response>);

/** The calls made since `serve`, oldest first. */
export const calls: Call[] = [];

/**
 * Replaces the network, and nothing else: `"GET /api/v1/jobs"` answers JSON, a function answers by the call,
 * `refusal(...)` answers a problem document. Anything not named is a 404 problem.
 */
export function serve(answers: Readonly<Record<string, Answer>>): void {
  calls.length = 0;
  vi.stubGlobal("fetch", async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(typeof input === "string" ? input : input instanceof URL ? input.href : input.url, "http://page.test");
    const method = init.method ?? "GET";
    const text = typeof init.body === "string" ? init.body : null;
    const call: Call = {
      method,
      path: url.pathname,
      query: url.searchParams,
      headers: new Headers(init.headers),
      body: text === null ? null : (JSON.parse(text) as unknown),
    };
    calls.push(call);
    if (init.signal?.aborted) throw new DOMException("aborted", "AbortError");
    const answer = answers[`${method} ${url.pathname}`];
    if (answer === undefined) return refusal("not_found", 404, `${method} ${url.pathname} is not served in this test.`);
    const body = typeof answer === "function" ? await answer(call) : answer;
    return body instanceof Response ? body : Response.json(body);
  });
}

/** A problem document as the server sends it. */
export function refusal(code: string, status: number, detail: string, more: object = {}): Response {
  return Response.json(
    { type: `/docs/errors/${code}`, title: code, status, code, detail, fix: "Do this instead.", requestId: "01a1fc2d-req", ...more },
    { status },
  );
}
