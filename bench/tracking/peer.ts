import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { freePort } from "../../src/db/embedded/ports.ts";
import { startPostgres } from "../../src/db/embedded/start.ts";
import { answers } from "../product.ts";

const program = join(import.meta.dirname, "../../.venv-clients/bin/mlflow");

export interface Peer {
  url: string;
  database: pg.Client;
  stop(): Promise<void>;
}

/** `mlflow server` with two workers on a PostgreSQL of its own with the settings of ours. */
export async function startPeer(): Promise<Peer> {
  const home = await mkdtemp(join(tmpdir(), "lumina-peer-"));
  const postgres = await startPostgres({ home, temporary: true });
  const root = new pg.Client({ connectionString: postgres.rootUrl });
  await root.connect();
  await root.query("create database mlflow");
  await root.end();
  const at = new URL(postgres.rootUrl);
  at.pathname = "/mlflow";
  const port = await freePort();
  const words = ["server", "--backend-store-uri", at.href.replace(/^postgres:/, "postgresql:"), "--artifacts-destination", join(home, "artifacts")];
  const child = spawn(program, [...words, "--host", "127.0.0.1", "--port", String(port), "--workers", "2"], {
    stdio: "ignore",
    detached: true,
    env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: "true", DO_NOT_TRACK: "true" },
  });
  const url = `http://127.0.0.1:${port}`;
  await answers(`${url}/health`, 180_000);
  const database = new pg.Client({ connectionString: at.href });
  await database.connect();
  return {
    url,
    database,
    async stop() {
      await database.end();
      if (child.pid && child.exitCode === null) process.kill(-child.pid, "SIGTERM");
      await new Promise((done) => setTimeout(done, 1000));
      await postgres.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}
