import type { Readable } from "node:stream";

/** Anything that can be written as an object's bytes. */
export type Body = Readable | AsyncIterable<Uint8Array> | Uint8Array | string;

export interface ObjectInfo {
  key: string;
  sizeBytes: number;
  modifiedAt: Date;
}

export interface Stored {
  key: string;
  /** Lower-case hex. */
  sha256: string;
  sizeBytes: number;
}

/** A private folder for files in the making; `remove` is idempotent and forgives what is already gone. */
export interface Scratch {
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * Where large bytes live. Keys are `/`-separated names without `.` or `..` segments, at most 1,024 characters;
 * a whole object appears under its key or none does, and a key never shows half-written bytes.
 */
export interface Objects {
  /** Streams the body to the key, replacing what stood there. */
  put(key: string, body: Body): Promise<Stored>;
  /** Content-addressed: the key is `w/<workspace>/sha256/<2>/<62>`; equal bytes are stored once. */
  putContent(workspaceId: string, body: Body): Promise<Stored>;
  /** Takes over a finished local file (from a {@link Scratch}) as an object; the file is gone afterwards. */
  adopt(key: string, file: string): Promise<Stored>;
  /** Opens the bytes, or `[start, end]` of them (both inclusive). Refuses `not_found` for an absent key. */
  get(key: string, range?: { start: number; end?: number }): Promise<Readable>;
  /** Size and time, or null where absent. */
  stat(key: string): Promise<ObjectInfo | null>;
  /** Removes the object; true when there was one. */
  remove(key: string): Promise<boolean>;
  /** Absolute path of a local copy, for DuckDB, the trainer and ONNX Runtime. Never write to it. Refuses `not_found`. */
  localPath(key: string): Promise<string>;
  /** Objects below the prefix, in key order. */
  list(prefix: string): AsyncIterable<ObjectInfo>;
  /** Room on the disk that takes new objects. */
  space(): Promise<{ freeBytes: number; totalBytes: number }>;
  /** A folder on the same disk as the objects. */
  scratch(): Promise<Scratch>;
  /** Removes scratch folders whose process is gone, or that nobody touched for `idleMs`; answers how many. */
  sweepScratch(idleMs: number): Promise<number>;
}

declare module "../kernel/ctx.ts" {
  interface Services {
    readonly objects: Objects;
  }
}
