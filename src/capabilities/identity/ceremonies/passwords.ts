import { hashPassword as hash, verifyPassword as verify } from "better-auth/crypto";
import { gate } from "./gate.ts";

/** scrypt costs 80 ms of a core; two at a time leave half of the thread pool to files and names. */
const hashing = gate(2, 100);

export function hashPassword(password: string): Promise<string> {
  return hashing(() => hash(password));
}

export function verifyPassword(against: { hash: string; password: string }): Promise<boolean> {
  return hashing(() => verify(against));
}

let decoy: Promise<string> | undefined;

/** Verifies in the same time whether there is a password or not. */
export async function passwordFits(stored: string | null, password: string): Promise<boolean> {
  const against = stored ?? (await (decoy ??= hash("nobody has this password")));
  const fits = await verifyPassword({ hash: against, password });
  return fits && stored !== null;
}
