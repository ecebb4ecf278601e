import { connectOne } from "./load/connection.ts";

/** One request; a `body` that is a function makes another one each time. */
export interface LoadRequest {
  method: "GET" | "POST";
  path: string;
  body?: string | (() => string);
}

export interface Load {
  url: string;
  connections: number;
  seconds: number;
  requests: readonly LoadRequest[];
  headers?: Record<string, string>;
}

export interface Measured {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  failed: number;
  /** Processor time of this process for one request, in µs: what the load itself takes from the cores it shares. */
  loadUs: number;
}

/** Loads one address from this process, one request at a time on each kept connection; a short warm-up is not counted. */
export async function measure(load: Load): Promise<Measured> {
  const warm = await round(load, 1);
  const { times, failed, seconds, loadUs } = await round(load, load.seconds);
  times.sort();
  const at = (share: number): number => Math.round((times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0) * 10) / 10;
  return { perSecond: Math.round(times.length / seconds), p50Ms: at(0.5), p99Ms: at(0.99), failed: failed + warm.failed, loadUs };
}

interface Round {
  /** Milliseconds of every request that was answered 2xx. */
  times: Float64Array;
  failed: number;
  seconds: number;
  loadUs: number;
}

async function round(load: Load, seconds: number): Promise<Round> {
  const times: number[] = [];
  let failed = 0;
  const address = new URL(load.url);
  const texts = load.requests.map((request) => maker(address, request, load.headers ?? {}));
  let next = 0;
  const from = performance.now();
  const end = from + seconds * 1000;
  const cpu = process.cpuUsage();
  const connections = Array.from({ length: load.connections }, () =>
    connectOne(address, {
      next: () => (performance.now() < end ? (texts[next++ % texts.length]?.() ?? null) : null),
      done(ms, status) {
        if (status >= 200 && status < 300) times.push(ms);
        else failed += 1;
      },
    }),
  );
  await Promise.all(connections);
  const used = process.cpuUsage(cpu);
  const loadUs = Math.round((used.user + used.system) / Math.max(1, times.length + failed));
  return { times: Float64Array.from(times), failed, seconds: (performance.now() - from) / 1000, loadUs };
}

function maker(address: URL, request: LoadRequest, headers: Record<string, string>): () => Buffer {
  const head = [`${request.method} ${request.path} HTTP/1.1`, `Host: ${address.host}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  const whole = (body: string): Buffer => Buffer.from(`${[...head, `Content-Length: ${Buffer.byteLength(body)}`].join("\r\n")}\r\n\r\n${body}`);
  const { body } = request;
  if (typeof body === "function") return () => whole(body());
  const fixed = whole(body ?? "");
  return () => fixed;
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
