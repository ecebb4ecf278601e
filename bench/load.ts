import autocannon from "autocannon";

export interface Load {
  url: string;
  connections: number;
  seconds: number;
  requests: autocannon.Request[];
  headers?: Record<string, string>;
}

export interface Measured {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  failed: number;
}

/** Loads one address from this process; a short warm-up is not counted. */
export async function measure(load: Load): Promise<Measured> {
  const once = (seconds: number): Promise<autocannon.Result> =>
    autocannon({ url: load.url, connections: load.connections, duration: seconds, requests: load.requests, headers: { ...load.headers } });
  await once(1);
  const result = await once(load.seconds);
  return {
    perSecond: Math.round(result.requests.average),
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    failed: result.non2xx + result.errors,
  };
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
