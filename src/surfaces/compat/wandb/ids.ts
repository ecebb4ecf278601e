import { createHash } from "node:crypto";

/** A run's id follows from where it is logged and the id its client chose: the same run, however often it is sent. */
export function runUuid(workspaceId: string, projectId: string, project: string, run: string): string {
  const hash = createHash("sha1")
    .update(JSON.stringify(["wandb run", workspaceId, projectId, project, run]))
    .digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}

/** Our id as the SDK takes ids of artifacts: Base64, which it also writes as hexadecimal. */
export const artifactId = (uuid: string): string => Buffer.from(uuid.replaceAll("-", ""), "hex").toString("base64");

/** Back from {@link artifactId}; null where it is none. */
export function versionUuid(id: string): string | null {
  const hex = Buffer.from(id, "base64").toString("hex");
  if (hex.length !== 32 || artifactId(hex) !== id) return null;
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
