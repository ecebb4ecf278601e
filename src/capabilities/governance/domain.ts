import { createHash } from "node:crypto";
import type { JsonValue } from "../../kernel/contract/common.ts";

/** Words by which a refusal of an outdated request is known again after it travelled through the pipeline. */
export const staleMark = "approval-stale";

export interface Rule {
  id: string;
  operation: string;
  when: string;
  /** What looks alike and is not covered, in words. */
  exempt: string;
  needs: string;
  /** Fewest members a workspace needs for the rule to be satisfiable. */
  fromMembers: number;
  matches(input: JsonValue): boolean;
}

/** The built-in rules; rules that people write come with policies. */
export const rules: readonly Rule[] = [
  {
    id: "production-needs-a-second-person",
    operation: "models.promote",
    when: "A model version moves to production",
    exempt: "Rolling back to an earlier production version asks nobody.",
    needs: "One other person who may decide approvals",
    fromMembers: 2,
    matches: (input) => fieldOf(input, "stage") === "production",
  },
];

export function ruleFor(operation: string, input: JsonValue): Rule | null {
  return rules.find((rule) => rule.operation === operation && rule.matches(input)) ?? null;
}

export function ruleState(rule: Rule, members: number): { on: boolean; why: string } {
  if (members >= rule.fromMembers) return { on: true, why: `The workspace has ${members} members.` };
  return { on: false, why: "The workspace has one member, so nobody else could agree. A second member turns the rule on." };
}

/** One link of a workspace's hash chain; digests and hashes in hex. */
export interface Link {
  seq: number;
  auditId: string;
  digest: string;
  prevHash: string;
  hash: string;
}

/** A link beside what it stands for, as it is now. */
export interface Checked extends Link {
  /** Digest of the row; null where the row is gone. */
  digestNow: string | null;
  /** What the row says its payload's digest is. */
  payloadDigest: string | null;
  /** Null where the payload is gone. */
  payloadNow: string | null;
  /** Summary rows have no payload. */
  summary: boolean;
}

/** Hash the first link of a workspace's chain stands on. */
export function genesis(workspaceId: string): string {
  return sha256(`luminaops audit chain ${workspaceId}`);
}

/** SHA-256 in hex. */
function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** `sha256(prevHash ‖ seq ‖ auditId ‖ digest)`: place, row and content are all bound. */
function linkHash(prevHash: string, seq: number, auditId: string, digest: string): string {
  return sha256(`${prevHash}:${seq}:${auditId}:${digest}`);
}

/** Continues a chain over rows in order. */
export function link(head: { seq: number; hash: string }, rows: readonly { auditId: string; digest: string }[]): Link[] {
  let { seq, hash } = head;
  return rows.map(({ auditId, digest }) => {
    seq += 1;
    const prevHash = hash;
    hash = linkHash(prevHash, seq, auditId, digest);
    return { seq, auditId, digest, prevHash, hash };
  });
}

export interface Problem {
  seq: number | null;
  auditId: string | null;
  problem: string;
}

/** Checks one link against the one before it; says everything that is wrong with it. */
export function check(before: { seq: number; hash: string }, now: Checked): Problem[] {
  const problems: string[] = [];
  if (now.seq !== before.seq + 1) problems.push(missing(before.seq + 1, now.seq - 1));
  else if (now.prevHash !== before.hash) problems.push(`Link ${now.seq} does not stand on link ${before.seq}.`);
  if (now.hash !== linkHash(now.prevHash, now.seq, now.auditId, now.digest)) problems.push(`Link ${now.seq} was changed.`);
  if (now.digestNow === null) problems.push(`Audit row ${now.auditId} was removed.`);
  else if (now.digestNow !== now.digest) problems.push(`Audit row ${now.auditId} was changed.`);
  else if (!now.summary && now.payloadNow === null) problems.push(`The payload of audit row ${now.auditId} was removed.`);
  else if (!now.summary && now.payloadNow !== now.payloadDigest) problems.push(`The payload of audit row ${now.auditId} was changed.`);
  return problems.map((problem) => ({ seq: now.seq, auditId: now.auditId, problem }));
}

function missing(first: number, last: number): string {
  return first === last ? `Link ${first} is missing.` : `Links ${first} to ${last} are missing.`;
}

/** Earliest UUIDv7 of a moment: lets a time filter use the id's order. */
export function firstIdAt(at: Date): string {
  const hex = Math.max(0, at.getTime()).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7000-8000-000000000000`;
}

function fieldOf(input: JsonValue, field: string): JsonValue | undefined {
  return typeof input === "object" && input !== null && !Array.isArray(input) ? input[field] : undefined;
}

/** The input as people may see it: fields its operation redacts are hidden. */
export function shownInput(input: JsonValue, redact: readonly string[]): JsonValue {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return input;
  return Object.fromEntries(Object.entries(input).map(([field, value]) => [field, redact.includes(field) ? "[redacted]" : value]));
}
