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
  /** Null where the row is gone. */
  canonical: string | null;
  payloadDigest: string | null;
  /** Null where the payload is gone. */
  payload: string | null;
  /** Summary rows have no payload. */
  summary: boolean;
}
