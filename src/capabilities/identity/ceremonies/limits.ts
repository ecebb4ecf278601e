import { refuse } from "../../../kernel/contract/errors.ts";
import type { Database } from "../../../kernel/ports.ts";
import { digestOf } from "../domain/secrets.ts";
import { countAttempt, forgetAttempts } from "../store/attempts.ts";

const minuteMs = 60_000;

export interface Limit {
  most: number;
  windowMs: number;
}

/** Counted in the database, so that every server counts the same. */
export const defaultLimits = {
  /** Sign-ins of one account from one address. */
  account: { most: 10, windowMs: minuteMs },
  /** Sign-ins of one account from everywhere: slow guessing by many addresses. */
  accountAnywhere: { most: 100, windowMs: 60 * minuteMs },
  /** Sign-ins and links of one address. */
  address: { most: 30, windowMs: minuteMs },
  /** Registrations of one address. */
  signUp: { most: 10, windowMs: minuteMs },
  /** Password changes of one person. */
  password: { most: 10, windowMs: minuteMs },
} satisfies Record<string, Limit>;
export type Limits = Record<keyof typeof defaultLimits, Limit>;

export interface Counted {
  what: keyof Limits;
  who: string;
}

/** One network counts as one address: an IPv6 customer has a whole /64. */
export function networkOf(address: string | null): string {
  if (address === null) return "unknown";
  return address.includes(":") && !address.includes(".") ? address.split(":").slice(0, 4).join(":") : address;
}

function windowOf({ windowMs }: Limit, nowMs: number): Date {
  return new Date(Math.floor(nowMs / windowMs) * windowMs);
}

/** @throws Refusal `rate_limited` with the seconds to wait, when one of the counts is full. */
export async function attempt(db: Database, limits: Limits, nowMs: number, counted: readonly Counted[]): Promise<void> {
  const full = await db.transaction(null, {}, async (tx) => {
    const over: number[] = [];
    for (const { what, who } of counted.toSorted((a, b) => (a.what < b.what ? -1 : 1))) {
      const start = windowOf(limits[what], nowMs);
      if ((await countAttempt(tx, digestOf(`${what}:${who}`), start)) > limits[what].most)
        over.push(Math.ceil((start.getTime() + limits[what].windowMs - nowMs) / 1000));
    }
    return over;
  });
  if (full.length === 0) return;
  const retryAfterS = Math.max(1, ...full);
  throw refuse("rate_limited", "Too many attempts.", `Try again in ${retryAfterS} s.`, { retryAfterS });
}

/** A success ends the count of its account; the address keeps counting. */
export async function forget(db: Database, counted: readonly Counted[]): Promise<void> {
  await db.transaction(null, {}, (tx) =>
    forgetAttempts(
      tx,
      counted.map(({ what, who }) => digestOf(`${what}:${who}`)),
    ),
  );
}
