import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { Instance } from "../recovery/instance.ts";
import { admin } from "../recovery/client.ts";
import { freePort } from "../../src/db/embedded/ports.ts";

const root = join(import.meta.dirname, "../..");

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  /** The JSON body, or {}. */
  body: Record<string, never> & Partial<Record<string, unknown>>;
}

export interface Sent {
  key?: string;
  headers?: Record<string, string>;
  /** Sent as it is; an object as JSON. */
  body?: unknown;
}

/** The whole product on a port of its own, and ways to mistreat it. */
export class Target {
  readonly folder: string;
  readonly home: string;
  readonly instance: Instance;
  key = "";
  projectId = "";

  private constructor(folder: string, port: number, environment: Record<string, string>) {
    this.folder = folder;
    this.home = join(folder, "home");
    this.instance = new Instance({ home: this.home, port, command: [process.execPath, join(root, "src/main/start.ts")], environment });
  }

  static async start(environment: Record<string, string> = {}): Promise<Target> {
    const target = new Target(await mkdtemp(join(tmpdir(), "lumina-attack-")), await freePort(), environment);
    await target.instance.start();
    target.key = await target.login(admin.email, admin.password);
    target.projectId = (await target.done<{ id: string }>("POST", "/api/v1/projects", { body: { name: "Attacked" } })).id;
    return target;
  }

  async stop(): Promise<void> {
    await this.instance.stop().catch(() => null);
    await this.instance.destroy();
    await rm(this.folder, { recursive: true, force: true });
  }

  get url(): string {
    return this.instance.url;
  }

  /** One request as somebody; `key: ""` is nobody. */
  async send(method: string, path: string, { key = this.key, headers = {}, body }: Sent = {}): Promise<Reply> {
    const raw = typeof body === "string" || body instanceof Uint8Array;
    const response = await fetch(`${this.url}${path}`, {
      method,
      redirect: "manual",
      headers: {
        ...(key !== "" && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: raw ? (body as string) : JSON.stringify(body) }),
      signal: AbortSignal.timeout(60_000),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  }

  /** As `send`, for what must succeed. */
  async done<T>(method: string, path: string, sent: Sent = {}): Promise<T> {
    const reply = await this.send(method, path, sent);
    assert.ok(reply.status < 300, `${method} ${path}: ${reply.status} ${reply.text.slice(0, 400)}`);
    return reply.body as T;
  }

  /** A refusal that says what, where and what to do, with this status and sentence. */
  async refused(method: string, path: string, sent: Sent, status: number, sentence: RegExp): Promise<Reply> {
    const reply = await this.send(method, path, sent);
    assertRefusal(reply, status, sentence);
    return reply;
  }

  async login(email: string, password: string): Promise<string> {
    return (await this.done<{ key: string }>("POST", "/auth/cli-login", { key: "", body: { email, password, name: "attack" } })).key;
  }

  /** A second person with this role in the administrator's workspace; answers a key of theirs. */
  async person(email: string, role: string): Promise<{ key: string; id: string }> {
    const { token } = await this.done<{ token: string }>("POST", "/api/v1/invitations", { body: { email, role } });
    await this.done("POST", "/auth/sign-up/email", { key: "", body: { name: email.split("@")[0], email, password: admin.password, invitation: token } });
    const key = await this.login(email, admin.password);
    const { id } = await this.done<{ id: string }>("GET", "/api/v1/profile", { key });
    return { key, id };
  }

  async ticket(path: string, input: object, sent: Sent = {}): Promise<string> {
    return (await this.done<{ ticket: { url: string } }>("POST", path, { ...sent, body: input })).ticket.url;
  }

  /** Uploads bytes as a dataset, through its ticket. */
  async upload(bytes: string | Uint8Array | Readable, input: object = {}, filename = "table.csv"): Promise<Reply> {
    const url = await this.ticket("/api/v1/datasets", { projectId: this.projectId, ...input });
    const stream = typeof bytes === "string" || bytes instanceof Uint8Array ? null : bytes;
    const response = await fetch(`${this.url}${url}`, {
      method: "PUT",
      headers: { "content-type": "text/csv", "lumina-filename": filename },
      body: (stream ?? bytes) as never,
      ...(stream && { duplex: "half" }),
      signal: AbortSignal.timeout(280_000),
    } as RequestInit);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  }

  /** A version of the fixture model, registered over HTTP; answers the model's id. */
  async model(name: string, fixture = "survival-1"): Promise<string> {
    const run = await this.done<{ id: string }>("POST", "/api/v1/runs", { body: { projectId: this.projectId } });
    const folder = join(root, "src/capabilities/registry/fixtures", fixture);
    for (const file of readdirSync(folder)) {
      const url = await this.ticket(`/api/v1/runs/${run.id}/artifacts/upload`, { runId: run.id, path: `model/${file}` });
      await this.done("PUT", url, { key: "", headers: { "content-type": "application/octet-stream" }, body: await readFile(join(folder, file)) });
    }
    await this.done("PATCH", `/api/v1/runs/${run.id}`, { body: { status: "finished" } });
    const version = await this.done<{ modelId: string }>("POST", "/api/v1/models", { body: { projectId: this.projectId, name, runId: run.id } });
    return version.modelId;
  }

  /** What lies on the disk and in the lists, to be the same after a refusal. */
  async holdings(): Promise<{ objects: number; scratch: number; datasets: number }> {
    const page = await this.done<{ items: unknown[] }>("GET", `/api/v1/datasets?projectId=${this.projectId}&limit=1000`);
    // What a refused upload leaves is removed as its answer leaves.
    for (let tries = 0; tries < 50 && uploadsBelow(join(this.home, "scratch")) > 0; tries += 1) await sleep(100);
    return { objects: filesBelow(join(this.home, "objects")), scratch: uploadsBelow(join(this.home, "scratch")), datasets: page.items.length };
  }

  /** Resident memory of each process of the product, in MB, by what it is. */
  memory(): Record<string, number> {
    const out: Record<string, number> = {};
    for (const pid of familyOf(this.instance.pidOf("supervisor"))) {
      const command = tryRead(`/proc/${pid}/cmdline`);
      const what = /([\w-]+)\.ts/.exec(command)?.[1] ?? (command.includes("python") ? "python" : "other");
      const anonymous = Number(/RssAnon:\s+(\d+)/.exec(tryRead(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;
      out[what] = (out[what] ?? 0) + anonymous;
    }
    return out;
  }
}

/** A problem document that names what failed and how to mend it, and tells nothing of the inside. */
export function assertRefusal(reply: Reply, status: number, sentence: RegExp): void {
  assert.equal(reply.status, status, reply.text.slice(0, 400));
  const { detail, fix, code, requestId } = reply.body as { detail?: string; fix?: string; code?: string; requestId?: string };
  assert.match(detail ?? "", sentence);
  assert.ok((fix ?? "").length > 8, `no fix in ${reply.text.slice(0, 300)}`);
  assert.ok(code && requestId, reply.text.slice(0, 300));
  assert.doesNotMatch(reply.text, /node_modules|\.ts:\d|\bat \/|select .* from |insert into |\/tmp\/|\/home\/|PostgreSQL|stack/i);
}

function filesBelow(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
      (e) => e.isFile() && statSync(join(e.parentPath, e.name), { throwIfNoEntry: false }),
    ).length;
  } catch {
    return 0;
  }
}

/** A process and everything below it. */
function familyOf(root: number): number[] {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => [Number(pid), Number(/^PPid:\s+(\d+)$/m.exec(tryRead(`/proc/${pid}/status`))?.[1])] as const);
  const family = [root];
  for (const one of family) family.push(...parents.filter(([, parent]) => parent === one).map(([pid]) => pid));
  return family;
}

/** Files of uploads under way; other children keep theirs as long as they live. */
function uploadsBelow(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true }).filter((name) => /(upload|text\.parquet|table\.parquet)/.test(String(name))).length;
  } catch {
    return 0;
  }
}

function tryRead(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function parsed(text: string): Reply["body"] {
  try {
    const value: unknown = JSON.parse(text);
    return (typeof value === "object" && value !== null ? value : {}) as Reply["body"];
  } catch {
    return {};
  }
}
