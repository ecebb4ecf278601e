import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../src/db/embedded/ports.ts";
import { LuminaClient } from "../clients/typescript/src/client.ts";

const root = join(import.meta.dirname, "..");

export interface Product {
  url: string;
  key: string;
  client: LuminaClient;
  projectId: string;
  stop(): Promise<void>;
}

/** Waits until an address answers 200. @throws Error after `limitMs`. */
export async function answers(url: string, limitMs: number): Promise<void> {
  const end = Date.now() + limitMs;
  while (Date.now() < end) {
    if (
      await fetch(url).then(
        (r) => r.ok,
        () => false,
      )
    )
      return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error(`${url} did not answer within ${limitMs} ms`);
}

/** The whole product as people start it, in a temporary home, with a project and a key. */
export async function startProduct(): Promise<Product> {
  const home = await mkdtemp(join(tmpdir(), "lumina-bench-"));
  // PostgreSQL's own user walks there when this runs as root.
  await chmod(home, 0o711);
  const port = await freePort();
  const login = { email: "bench@example.org", password: randomUUID() };
  const child = spawn(process.execPath, ["src/main/start.ts"], {
    cwd: root,
    stdio: "ignore",
    env: { ...process.env, LUMINA_HOME: home, LUMINA_PORT: String(port), LUMINA_ADMIN_EMAIL: login.email, LUMINA_ADMIN_PASSWORD: login.password },
  });
  const ended = new Promise((done) => child.once("exit", done));
  const url = `http://127.0.0.1:${port}`;
  await answers(`${url}/health/ready`, 60_000).catch((error: unknown) => {
    child.kill("SIGTERM");
    throw error;
  });
  const signedIn = await fetch(`${url}/auth/cli-login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...login, name: "bench" }),
  });
  const { key } = (await signedIn.json()) as { key: string };
  const client = new LuminaClient({ url, key });
  const project = await client.api.projects.create({ name: "Bench" });
  return {
    url,
    key,
    client,
    projectId: project.id,
    async stop() {
      child.kill("SIGTERM");
      await ended;
      await rm(home, { recursive: true, force: true });
    },
  };
}
