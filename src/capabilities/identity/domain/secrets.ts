import { createHash, randomBytes, randomInt } from "node:crypto";
import { crc32 } from "node:zlib";

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const form = /^lum_[0-9A-Za-z]{36}$/;

function checksum(random: string): string {
  let rest = crc32(random);
  let text = "";
  for (let i = 0; i < 6; i += 1) {
    text = base62.charAt(rest % 62) + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}

/** A new API key: `lum_`, 30 random characters (178 bits), 6 of checksum; 40 in all. */
export function newKey(): string {
  let random = "";
  for (let i = 0; i < 30; i += 1) random += base62.charAt(randomInt(62));
  return `lum_${random}${checksum(random)}`;
}

/** Whether the text can be a key of ours; a wrong checksum spares the database a look. */
export function isKey(text: string): boolean {
  return form.test(text) && checksum(text.slice(4, 34)) === text.slice(34);
}

/** The secret of a one-time link: 256 bits, base64url, 43 characters. */
export function newLinkToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What is stored in place of a secret. */
export function digestOf(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
