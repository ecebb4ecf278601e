import { randomUUIDv7 } from "node:crypto";
import { betterAuth, type BetterAuthOptions } from "better-auth";
import type { Database, Log } from "../../../kernel/ports.ts";
import { authAdapter, type OnCreated } from "./adapter.ts";
import { hashPassword, verifyPassword } from "./passwords.ts";

const daySeconds = 86_400;
export const sessionSeconds = 14 * daySeconds;
/** Set by us on every call; what a client sends under this name is never passed on. */
export const addressHeader = "x-lumina-address";

const times = { createdAt: "created_at", updatedAt: "updated_at" };

/** Names of better-auth's models in our schema; the migration was compiled from these options. */
export const authOptions = {
  appName: "LuminaOps",
  basePath: "/auth",
  emailAndPassword: {
    enabled: true,
    autoSignIn: false,
    minPasswordLength: 10,
    maxPasswordLength: 128,
    password: { hash: hashPassword, verify: verifyPassword },
  },
  user: { modelName: "users", fields: { ...times, emailVerified: "email_verified" } },
  session: {
    modelName: "sessions",
    fields: { ...times, expiresAt: "expires_at", ipAddress: "ip_address", userAgent: "user_agent", userId: "user_id" },
    expiresIn: sessionSeconds,
    updateAge: daySeconds,
  },
  account: {
    modelName: "accounts",
    fields: {
      ...times,
      accountId: "account_id",
      providerId: "provider_id",
      userId: "user_id",
      accessToken: "access_token",
      refreshToken: "refresh_token",
      idToken: "id_token",
      accessTokenExpiresAt: "access_token_expires_at",
      refreshTokenExpiresAt: "refresh_token_expires_at",
    },
  },
  verification: { modelName: "verifications", fields: { ...times, expiresAt: "expires_at" } },
  // Counted by ceremonies/limits.ts, for every server together.
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
} satisfies BetterAuthOptions;

export interface AuthParts {
  db: Database;
  log: Log;
  secret: string;
  secure: boolean;
  publicUrl: string;
  onCreated: OnCreated;
}

/** better-auth, for ceremonies only; its own routes are not mounted, so nothing of it is reachable unasked. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- the inferred type names every endpoint
export function createAuth({ db, log, secret, secure, publicUrl, onCreated }: AuthParts) {
  return betterAuth({
    ...authOptions,
    baseURL: publicUrl,
    secret,
    database: authAdapter(db, onCreated),
    advanced: {
      cookiePrefix: "lumina",
      useSecureCookies: secure,
      ipAddress: { ipAddressHeaders: [addressHeader] },
      database: { generateId: () => randomUUIDv7() },
    },
    logger: {
      level: "error",
      log: (level, message) => (level === "error" ? log.error({ from: "better-auth" }, message) : log.debug({ from: "better-auth" }, message)),
    },
  });
}

export type Auth = ReturnType<typeof createAuth>;
