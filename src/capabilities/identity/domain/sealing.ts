import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";

const form = 1;
const nonceBytes = 12;
const tagBytes = 16;
export const keyBytes = 32;

/** Parts become one text that no other parts give: each is preceded by its length. */
function bound(parts: readonly string[]): Buffer {
  return Buffer.from(parts.map((part) => `${part.length}:${part}`).join(""), "utf8");
}

/**
 * AES-256-GCM under a fresh nonce: form byte, nonce, tag, ciphertext. It opens only with the same `context`,
 * so a row moved to another workspace or name does not open there.
 */
export function seal(key: Uint8Array, context: readonly string[], plain: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes }).setAAD(bound(context));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(form), nonce, cipher.getAuthTag(), text]);
}

/** What was sealed, or null where key, context or bytes are not the ones it was sealed with. */
export function unseal(key: Uint8Array, context: readonly string[], sealed: Uint8Array): Buffer | null {
  const head = 1 + nonceBytes;
  if (sealed[0] !== form || sealed.length < head + tagBytes) return null;
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(1, head), { authTagLength: tagBytes }).setAAD(bound(context));
    decipher.setAuthTag(sealed.subarray(head, head + tagBytes));
    return Buffer.concat([decipher.update(sealed.subarray(head + tagBytes)), decipher.final()]);
  } catch {
    return null;
  }
}

export function newDataKey(): Buffer {
  return randomBytes(keyBytes);
}

/** The part of the master key that wraps data keys; sessions and tickets have parts of their own. */
export function wrappingKey(master: Uint8Array): Buffer {
  return Buffer.from(hkdfSync("sha256", master, "", "luminaops data keys", keyBytes));
}

/** Twelve hex digits that tell master keys apart and say nothing of the key. */
export function masterKeyId(master: Uint8Array): string {
  return createHmac("sha256", master).update("luminaops master key id").digest("hex").slice(0, 12);
}
