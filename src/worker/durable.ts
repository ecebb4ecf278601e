import type { JsonValue } from "../kernel/contract/common.ts";

/** A job held by a worker until its lease runs out; the token fences every commit of its steps. */
export interface Lease {
  jobId: string;
  workspaceId: string;
  token: number;
  /** Somebody asked to cancel it. */
  cancel: boolean;
}

/** Who asked for the job; rights are asked again from this, never kept. */
export interface Asker {
  kind: "user" | "service" | "system";
  id: string;
  name: string;
  keyId?: string;
  scopes?: readonly string[];
  defaultProjectId?: string;
}

export interface StartedJob {
  name: string;
  payload: JsonValue;
  actor: Asker;
  requestId: string | null;
  projectId: string | null;
  attempt: number;
  checkpoint: JsonValue | null;
}

export interface Progress {
  done: number;
  total: number | null;
  message: string;
}

export interface Line {
  level: "info" | "warn" | "error";
  text: string;
  at: Date;
}

export interface Failure {
  /** Domain code of a refusal; null for anything unexpected. */
  code: string | null;
  /** What people read. */
  error: string;
}

/**
 * Durable jobs as a worker sees them: the rows are the truth, this is the only way to them.
 * The `jobs` capability fills it; times are the database's.
 */
export interface Durable {
  /** Lease length; a worker renews at a third of it. */
  readonly leaseMs: number;
  /**
   * Leases up to `limit` queued jobs of the named definitions; answers every lease the worker then holds, oldest first.
   * `only`: jobs of this workspace.
   */
  claim(worker: string, names: readonly string[], limit: number, only?: string): Promise<Lease[]>;
  /** Renews the leases with these tokens and the worker's sign of life; answers those it still holds. */
  renew(worker: string, names: readonly string[], slots: number, tokens: readonly number[]): Promise<Lease[]>;
  /** Takes expired leases away, whoever held them; answers how many. */
  reap(): Promise<number>;
  /** Counts the try; null when the job is not queued any more. @throws when the lease is lost. */
  start(lease: Lease): Promise<StartedJob | null>;
  /** @throws when the lease is lost. */
  report(lease: Lease, progress: Progress | null, lines: readonly Line[]): Promise<void>;
  /** @throws when the lease is lost. */
  checkpoint(lease: Lease, state: JsonValue): Promise<void>;
  /** The endings answer false when the lease was lost; nothing is written then. */
  finish(lease: Lease, result: JsonValue): Promise<boolean>;
  fail(lease: Lease, failure: Failure): Promise<boolean>;
  cancelled(lease: Lease): Promise<boolean>;
  /** Gives the job back unharmed: the try does not count. */
  release(lease: Lease): Promise<boolean>;
  /** Whether any worker lives; for readiness. */
  anyWorker(): Promise<boolean>;
  /** The worker leaves. */
  farewell(worker: string): Promise<void>;
}
