import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  paginateListObjectsV2,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { refuse, Refusal } from "../kernel/contract/errors.ts";
import { absent, asReadable, meter } from "./bytes.ts";
import { LocalCopies } from "./cache.ts";
import { checkedKey, contentKey } from "./keys.ts";
import type { Body, Objects, Stored } from "./port.ts";
import { makeScratch, scratchName, sweepScratch } from "./scratch.ts";

/** A bucket. Credentials and region come by the standard `AWS_*` chain (variables, profile, instance role). */
export interface Bucket {
  name: string;
  /** Key prefix without slashes at its ends; empty for the whole bucket. */
  prefix: string;
  /** Another store than AWS that speaks S3. */
  endpoint: string | null;
  region: string;
  /** Folder for bytes in the making and for local copies. */
  work: string;
  /** Bytes of local copies kept at most. */
  copiesBytes: number;
}

const partBytes = 8 << 20;
const partsAtOnce = 2;

const isMissing = (error: unknown): boolean =>
  error instanceof NoSuchKey || error instanceof NotFound || (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404);

/** Objects in an S3 bucket, in parts of 8 MiB; an upload that breaks off is aborted, so its parts cost nothing. */
export function s3Objects(bucket: Bucket): Objects & { close(): void } {
  const client = new S3Client({
    region: bucket.region,
    ...(bucket.endpoint === null ? {} : { endpoint: bucket.endpoint, forcePathStyle: true }),
    // Stores other than AWS refuse checksums they do not know; ours is the sha256 of the row that names the object.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  const scratchRoot = join(bucket.work, "scratch");
  const copies = new LocalCopies(join(bucket.work, "copies"), bucket.copiesBytes);
  const front = bucket.prefix === "" ? "" : `${bucket.prefix}/`;
  const at = (key: string) => ({ Bucket: bucket.name, Key: `${front}${checkedKey(key)}` });

  /** Missing stays missing; everything else names the object and says that the store is away. */
  function told(error: unknown, key: string): unknown {
    if (error instanceof Refusal) return error;
    if (isMissing(error)) return absent(key);
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return refuse(
      "unavailable",
      `The object store s3://${bucket.name} did not serve ${key} (${why}).`,
      "Try again; if it lasts, check LUMINA_OBJECTS and AWS_*.",
    );
  }

  async function asked<T>(key: string, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      throw told(error, key);
    }
  }

  async function send(key: string, body: Readable): Promise<void> {
    const upload = new Upload({ client, params: { ...at(key), Body: body }, partSize: partBytes, queueSize: partsAtOnce, leavePartsOnError: false });
    const broken = new Promise<never>((_, reject) => body.once("error", reject));
    broken.catch(() => upload.abort());
    await Promise.race([upload.done(), broken]);
  }

  const head = (key: string) =>
    asked(key, async () => {
      const info = await client.send(new HeadObjectCommand(at(key))).catch((error: unknown) => {
        if (isMissing(error)) return null;
        throw error;
      });
      return info && { sizeBytes: info.ContentLength ?? 0, modifiedAt: info.LastModified ?? new Date(0), version: info.ETag ?? "" };
    });

  /** Hashed on the way to a local file first: the key is the hash, and only whole content may stand under it. */
  async function putContent(workspaceId: string, body: Body): Promise<Stored> {
    await mkdir(scratchRoot, { recursive: true, mode: 0o700 });
    const file = join(scratchRoot, scratchName());
    try {
      const { stream, result } = meter();
      await pipeline(asReadable(body), stream, createWriteStream(file, { mode: 0o600 }));
      const made = result();
      const key = contentKey(workspaceId, made.sha256);
      if ((await head(key))?.sizeBytes !== made.sizeBytes) await asked(key, () => send(key, createReadStream(file, { highWaterMark: 1 << 20 })));
      return { key, ...made };
    } finally {
      await rm(file, { force: true });
    }
  }

  const store: Objects & { close(): void } = {
    async put(key, body) {
      at(key);
      const { stream, result } = meter();
      const source = asReadable(body);
      // The body's own failure must reach the caller as it is, not as a failure of the store.
      let own: unknown;
      source.once("error", (error) => {
        own = error;
        stream.destroy(error);
      });
      try {
        await send(key, source.pipe(stream));
      } catch (error) {
        source.destroy();
        throw own ?? told(error, key);
      }
      return { key, ...result() };
    },
    putContent,
    async adopt(key, file) {
      at(key);
      const { stream, result } = meter();
      await asked(key, () => send(key, createReadStream(file, { highWaterMark: 1 << 20 }).pipe(stream)));
      await rm(file, { force: true });
      return { key, ...result() };
    },
    async get(key, range) {
      const target = at(key);
      return await asked(key, async () => {
        const answer = await client.send(new GetObjectCommand({ ...target, ...(range && { Range: `bytes=${range.start}-${range.end ?? ""}` }) }));
        if (!(answer.Body instanceof Readable)) throw new Error("the answer has no body");
        return answer.Body;
      });
    },
    async stat(key) {
      const info = await head(key);
      return info && { key, sizeBytes: info.sizeBytes, modifiedAt: info.modifiedAt };
    },
    async remove(key) {
      const there = (await head(key)) !== null;
      await asked(key, () => client.send(new DeleteObjectCommand(at(key))));
      return there;
    },
    async localPath(key) {
      const info = await head(key);
      if (info === null) throw absent(key);
      return await copies.path(key, `${info.version} ${info.sizeBytes}`, () => store.get(key));
    },
    async *list(prefix) {
      const pages = paginateListObjectsV2({ client }, { Bucket: bucket.name, Prefix: `${front}${prefix}` });
      try {
        for await (const page of pages)
          for (const { Key: key, Size: size, LastModified: modified } of page.Contents ?? [])
            if (key !== undefined) yield { key: key.slice(front.length), sizeBytes: size ?? 0, modifiedAt: modified ?? new Date(0) };
      } catch (error) {
        throw told(error, `${prefix}*`);
      }
    },
    async space() {
      await mkdir(bucket.work, { recursive: true, mode: 0o700 });
      const { bavail, blocks, bsize } = await statfs(bucket.work);
      return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
    },
    scratch: () => makeScratch(scratchRoot),
    sweepScratch: (idleMs) => sweepScratch(scratchRoot, idleMs),
    close: () => client.destroy(),
  };
  return store;
}
