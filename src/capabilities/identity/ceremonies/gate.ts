import { refuse } from "../../../kernel/contract/errors.ts";

/**
 * Runs work with at most so many at a time, in order of arrival.
 * The gate throws Refusal `rate_limited` when too many wait: a crowd at the door must not take the server with it.
 */
export function gate(atOnce: number, mostWaiting: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running < atOnce) running += 1;
    else {
      if (waiting.length >= mostWaiting) throw refuse("rate_limited", "Too many people sign in at this moment.", "Try again in 5 s.", { retryAfterS: 5 });
      // Whoever ends hands its place over, so `running` stays as it is.
      await new Promise<void>((resolve) => void waiting.push(resolve));
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
