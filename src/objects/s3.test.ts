import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, utimes } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { CreateBucketCommand, ListMultipartUploadsCommand, S3Client } from "@aws-sdk/client-s3";
import { keepsObjects } from "./keeps-objects.ts";
import type { Objects } from "./port.ts";
import { s3Objects, type Bucket } from "./s3.ts";

const run = promisify(execFile);
const peer = join(process.env.LUMINA_SHARED ?? join(import.meta.dirname, "../../../shared"), "peers/s3.sh");
const inPath = (name: string) => (process.env.PATH ?? "").split(":").some((folder) => existsSync(join(folder, name)));

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === "object" && address ? address.port : 0;
}

const keyVariables = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const;

function setKeys(values: readonly (string | undefined)[]): void {
  for (const [i, name] of keyVariables.entries()) {
    const value = values[i];
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

// A real S3 store where the peers are at hand (they need Java and Maven); without them nothing stands in for it.
if (existsSync(peer) && inPath("java") && inPath("mvn"))
  describe("objects in an S3 bucket", () => {
    const ownKeys = keyVariables.map((name) => process.env[name]);
    let home: string;
    let environment: NodeJS.ProcessEnv;
    let bucket: Bucket;
    let client: S3Client;
    let objects: ReturnType<typeof s3Objects>;

    before(async () => {
      home = await mkdtemp(join(tmpdir(), "s3-objects-"));
      const port = await freePort();
      environment = { ...process.env, PEERS_HOME: home, S3_PORT: String(port) };
      await run("bash", [peer, "start"], { env: environment, timeout: 120_000 });
      setKeys(["test", "testsecret"]);
      const endpoint = `http://127.0.0.1:${port}`;
      bucket = { name: "models", prefix: "team/a", endpoint, region: "us-east-1", work: join(home, "work"), copiesBytes: 1 << 20 };
      client = new S3Client({ endpoint, region: "us-east-1", forcePathStyle: true });
      await client.send(new CreateBucketCommand({ Bucket: bucket.name }));
      objects = s3Objects(bucket);
    });
    after(async () => {
      objects.close();
      client.destroy();
      setKeys(ownKeys);
      await run("bash", [peer, "stop"], { env: environment });
      await rm(home, { recursive: true, force: true });
    });

    keepsObjects((): Objects => objects);

    test("an upload that broke off leaves no parts in the bucket and no file here", async () => {
      const broken = (async function* () {
        yield Buffer.alloc(20 << 20);
        throw new Error("connection lost");
      })();
      await assert.rejects(objects.putContent("ws9", broken), /connection lost/);
      const { Uploads: left = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket.name }));
      assert.deepEqual(left, []);
      assert.deepEqual(await readdir(join(home, "work", "scratch")), []);
    });

    test("the prefix keeps two stores of one bucket apart", async () => {
      const other = s3Objects({ ...bucket, prefix: "team/b" });
      await objects.put("p/one", "a");
      assert.equal(await other.stat("p/one"), null);
      const seen: string[] = [];
      for await (const info of objects.list("p/")) seen.push(info.key);
      assert.deepEqual(seen, ["p/one"]);
      other.close();
    });

    test("twenty readers of one object share one local copy, and copies nobody used for an hour make room", async () => {
      const key = `w/c/${randomUUID()}`;
      await objects.put(key, "x".repeat(900_000));
      const paths = new Set(await Promise.all(Array.from({ length: 20 }, () => objects.localPath(key))));
      assert.equal(paths.size, 1);
      const [path = ""] = paths;
      assert.equal((await readFile(path)).length, 900_000);
      await utimes(path, new Date(Date.now() - 2 * 3_600_000), new Date());
      await objects.put("w/c/next", "y".repeat(900_000));
      await objects.localPath("w/c/next");
      assert.equal(existsSync(path), false);
    });

    test("a store that is away is said to be away, with the object's name", async () => {
      const away = s3Objects({ ...bucket, endpoint: `http://127.0.0.1:${await freePort()}` });
      await assert.rejects(away.get("w/a/one.txt"), { code: "unavailable", message: /w\/a\/one\.txt/ });
      await assert.rejects(away.put("w/a/one.txt", "x"), { code: "unavailable" });
      away.close();
    });

    test("a wrong secret is refused, not answered", async () => {
      setKeys(["test", "wrong"]);
      const stranger = s3Objects(bucket);
      await assert.rejects(stranger.get("w/a/one.txt"), { code: "unavailable" });
      setKeys(["test", "testsecret"]);
      stranger.close();
    });
  });
