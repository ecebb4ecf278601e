import { invalid } from "./problems.ts";

/** Opaque to clients: where a list goes on, in base64. */
export function pageToken(content: object): string {
  return Buffer.from(JSON.stringify(content), "utf8").toString("base64");
}

/** @throws MlflowError where the token is none of ours. */
export function openToken(token: string | undefined): Record<string, unknown> | null {
  if (token === undefined || token === "") return null;
  try {
    const content: unknown = JSON.parse(Buffer.from(token, "base64").toString("utf8"));
    if (typeof content === "object" && content !== null && !Array.isArray(content)) return content as Record<string, unknown>;
  } catch {
    // Falls through to the refusal.
  }
  throw invalid("Invalid page token, could not base64-decode.\nUse the next_page_token of the previous page.");
}

/** The token of a page that goes on at one of our cursors. */
export function cursorToken(cursor: string | null): string | undefined {
  return cursor === null ? undefined : pageToken({ cursor });
}

export function openCursor(token: string | undefined): string | undefined {
  const content = openToken(token);
  if (content === null) return undefined;
  if (typeof content["cursor"] === "string") return content["cursor"];
  throw invalid("Invalid page token.\nUse the next_page_token of the previous page.");
}
