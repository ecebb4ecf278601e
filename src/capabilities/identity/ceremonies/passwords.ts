import { hashPassword, verifyPassword } from "better-auth/crypto";

let decoy: Promise<string> | undefined;

/** Verifies in the same time whether there is a password or not. */
export async function passwordFits(hash: string | null, password: string): Promise<boolean> {
  const against = hash ?? (await (decoy ??= hashPassword("nobody has this password")));
  const fits = await verifyPassword({ hash: against, password });
  return fits && hash !== null;
}

export { hashPassword };
