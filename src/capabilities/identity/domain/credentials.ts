import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

/**
 * The API key of an `Authorization` header: `Bearer <key>`, or the password of `Basic`
 * (MLflow and W&B clients). Null when the header holds neither.
 */
export function keyOf(authorization: string): string | null {
  const [, scheme = "", value = ""] = /^(\w+)\s+(\S+)\s*$/.exec(authorization) ?? [];
  if (scheme.toLowerCase() === "bearer") return value;
  if (scheme.toLowerCase() !== "basic") return null;
  const text = Buffer.from(value, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon < 0 ? null : text.slice(colon + 1);
}

/** The value of one cookie; the first wins, as browsers send the most specific path first. */
export function cookieOf(header: string, name: string): string | null {
  for (const part of header.split(";")) {
    const at = part.indexOf("=");
    if (at < 0 || part.slice(0, at).trim() !== name) continue;
    try {
      return decodeURIComponent(part.slice(at + 1).trim());
    } catch {
      return null;
    }
  }
  return null;
}

function signatureOf(token: string, secret: string): Buffer {
  return createHmac("sha256", secret).update(token).digest();
}

/** better-auth's form of a signed cookie: `token.base64(hmac-sha256)`. */
export function signSessionCookie(token: string, secret: string): string {
  return encodeURIComponent(`${token}.${signatureOf(token, secret).toString("base64")}`);
}

/** The session token of a signed cookie value, null when the signature is not ours. */
export function sessionTokenOf(value: string, secret: string): string | null {
  const dot = value.lastIndexOf(".");
  if (dot < 1) return null;
  const token = value.slice(0, dot);
  const given = Buffer.from(value.slice(dot + 1), "base64");
  const ours = signatureOf(token, secret);
  return given.length === ours.length && timingSafeEqual(given, ours) ? token : null;
}

/** Name of the session cookie; browsers hold `__Secure-` names to TLS. */
export function sessionCookieName(secure: boolean): string {
  return `${secure ? "__Secure-" : ""}lumina.session_token`;
}

/** The secret that signs session cookies, derived from the master key of the installation. */
export function sessionSecret(masterKey: Uint8Array): string {
  return Buffer.from(hkdfSync("sha256", masterKey, "", "luminaops session cookies", 32)).toString("base64url");
}
