import { Refusal } from "../../../kernel/contract/errors.ts";
import { said } from "../served.ts";

/** A refusal in the dialect's own words; `status` decides whether the SDK comes again. */
export class WandbError extends Error {
  readonly status: number;

  constructor(message: string, status = 400) {
    super(message);
    this.name = "WandbError";
    this.status = status;
  }
}

/** Status and sentence for the SDK. It repeats 409 of an upsert and every 5xx, so only what may pass by itself carries those. */
export function told(error: unknown, requestId: string): { status: number; message: string; retryAfterS: number | null } {
  if (error instanceof WandbError) return { status: error.status, message: error.message, retryAfterS: null };
  const { status, text } = said(error, requestId);
  const retryAfterS = error instanceof Refusal ? (error.extra.retryAfterS ?? null) : null;
  return { status: status === 409 ? 400 : status, message: text, retryAfterS };
}

/** Null instead of a `not_found`. */
export async function orNull<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof Refusal && error.code === "not_found") return null;
    throw error;
  }
}
