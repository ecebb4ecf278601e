import type { AnySpec, ResourceRef } from "./contract/operation.ts";
import type { JsonValue } from "./contract/common.ts";

/** A statement with bound values, as the SQL tag builds it. `name` makes it prepared. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly name?: string;
}

/** A transaction in one workspace. Row-level security holds inside it. */
export interface Tx {
  /** Runs a statement, returns its rows. */
  rows<T>(statement: Statement): Promise<T[]>;
  /** First row or null. */
  first<T>(statement: Statement): Promise<T | null>;
  /** Number of rows changed. */
  run(statement: Statement): Promise<number>;
  /** Sends a statement together with COMMIT, in one round trip; its failure rolls everything back. */
  atCommit(statement: Statement): void;
}

export interface TxOptions {
  readOnly?: boolean;
  /** Commits only while this job still holds its lease. */
  fence?: Fence;
}

export interface Fence {
  jobId: string;
  token: number;
}

export interface Database {
  /**
   * One transaction; workspace null means only tables without a workspace are visible.
   * The callback's promise settles before COMMIT is sent.
   */
  transaction<T>(workspaceId: string | null, options: TxOptions, body: (tx: Tx) => Promise<T>): Promise<T>;
}

export type Role = "admin" | "project_manager" | "data_scientist" | "viewer";
export type ProjectRole = "owner" | "editor" | "viewer";

/** Who acts. Resolved once by a surface, cached by identity for at most a second. */
export interface Actor {
  readonly kind: "user" | "service" | "system";
  readonly id: string;
  readonly name: string;
  /** Null for a person who is in no workspace yet. */
  readonly workspaceId: string | null;
  readonly role: Role | null;
  readonly projectGrants: Readonly<Record<string, ProjectRole>>;
  readonly keyId?: string;
  /** Actions a key is limited to; absent means all of its owner's. */
  readonly scopes?: readonly string[];
  readonly defaultProjectId?: string;
  readonly sessionId?: string;
  /** The person a service account counts as. */
  readonly ownerId?: string;
}

export interface Found {
  projectId: string | null;
  /** Name people know it by. */
  label: string;
  /** Changes when the resource changes; an approval of an older state is stale. */
  state: string;
}

/** Finds a resource of one type in the workspace; null where absent or hidden. */
export type Finder = (tx: Tx, workspaceId: string, id: string) => Promise<Found | null>;

export interface Resource extends Found {
  type: string;
  id: string;
}

export interface Decision {
  allowed: boolean;
  /** Which rule decided, in words. */
  rule: string;
  /** Who can grant what is missing, in words. */
  grantors?: string;
}

export interface Grants {
  decide(actor: Actor, action: string, resource: Resource | null): Decision;
}

export type Verdict = { kind: "allow" } | { kind: "forbid"; rule: string; fix: string } | { kind: "approval"; rule: string };

export interface PolicyQuestion {
  op: AnySpec;
  actor: Actor;
  input: JsonValue;
  resource: Resource | null;
  /** The approved request a job is carrying out. */
  approvalId: string | null;
}

export interface Policy {
  decide(tx: Tx, workspaceId: string, question: PolicyQuestion): Promise<Verdict>;
  /** Stores the request with its input; answers its id. */
  request(tx: Tx, workspaceId: string, question: PolicyQuestion, rule: string, reason: string): Promise<string>;
}

export interface AuditEntry {
  id: string;
  workspaceId: string | null;
  actor: Actor | null;
  operation: string;
  outcome: "done" | "refused" | "approval_required";
  target: ResourceRef;
  projectId: string | null;
  surface: string;
  requestId: string;
  /** Client address; null inside the product. */
  from: string | null;
  input: JsonValue;
  before: JsonValue | null;
  after: JsonValue | null;
  note: string | null;
  /** Items an ingest summary row counts. */
  count: number;
  undo: JsonValue | null;
}

/** The product itself, in one workspace: it may run a short listed set of actions. */
export function systemActor(workspaceId: string): Actor {
  return { kind: "system", id: "system", name: "LuminaOps", workspaceId, role: null, projectGrants: {} };
}

export interface OutboxEvent {
  topic: string;
  id: string;
}

export interface IngestCount {
  workspaceId: string;
  actor: Actor;
  operation: string;
  target: string;
  projectId: string | null;
  count: number;
}

export interface Journal {
  /** Writes the audit row and outbox rows in one statement. */
  record(tx: Tx, entry: AuditEntry | null, events: readonly OutboxEvent[], workspaceId: string | null): Promise<void>;
  /** Adds to the summary row per actor, target and minute; outbox rows ride along. */
  count(tx: Tx, counts: readonly IngestCount[], events: readonly OutboxEvent[]): Promise<void>;
  /** Marks an audit row's act as undone and returns its recorded state; null when none or already undone. */
  takeUndo(tx: Tx, workspaceId: string, auditId: string): Promise<{ operation: string; input: JsonValue; state: JsonValue } | null>;
}

export interface IdempotencyStore {
  /** Claims the key, or returns what was answered before; throws `conflict` when the input differs. */
  claim(tx: Tx, workspaceId: string, actorId: string, operation: string, key: string, digest: string): Promise<JsonValue | null>;
  complete(tx: Tx, workspaceId: string, actorId: string, operation: string, key: string, answer: JsonValue): Promise<void>;
}

export interface JobRequest {
  definition: string;
  payload: JsonValue;
  projectId: string | null;
  /** Higher runs first; 0 is normal. */
  priority: number;
  concurrencyKey: string | null;
  attempts: number;
  label: string;
  /** Correlation id of the request that enqueued it. */
  requestId: string;
}

export interface JobQueue {
  enqueue(tx: Tx, workspaceId: string, actor: Actor, request: JobRequest): Promise<string>;
}

export interface Log {
  error(data: object, message: string): void;
  warn(data: object, message: string): void;
  info(data: object, message: string): void;
  debug(data: object, message: string): void;
}

/** Wakes watchers: resolves when one of the topics moved in the workspace, or after the timeout. */
export interface Signals {
  wait(workspaceId: string, topics: readonly string[], timeoutMs: number, signal: AbortSignal): Promise<void>;
}
