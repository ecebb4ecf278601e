import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { JsonValue } from "../kernel/contract/common.ts";
import type { KernelPorts } from "../kernel/pipeline.ts";

/**
 * Transfer tickets as sealed text (AES-256-GCM under a key derived from the master key), so that any
 * server of the installation can redeem one and nobody can read or change it.
 */
export function sealedTickets(masterKey: Uint8Array, now: () => Date): KernelPorts["tickets"] {
  const key = Buffer.from(hkdfSync("sha256", masterKey, "", "lumina transfer tickets", 32));
  return {
    seal(content, expiresAt) {
      const iv = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, iv);
      const text = JSON.stringify({ content, until: expiresAt.getTime() });
      return Buffer.concat([iv, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]).toString("base64url");
    },
    open(token) {
      const bytes = Buffer.from(token, "base64url");
      if (bytes.length < 28) return null;
      try {
        const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12));
        decipher.setAuthTag(bytes.subarray(-16));
        const text = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString("utf8");
        const { content, until } = JSON.parse(text) as { content: JsonValue; until: number };
        return until > now().getTime() ? content : null;
      } catch {
        return null;
      }
    },
  };
}
