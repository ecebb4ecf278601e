/** What a child tells its supervisor. */
export type Report = { kind: "ready"; address: string } | { kind: "sign-in-link"; url: string };

export interface Upward {
  /** The child answers; called once. */
  ready(address: string): void;
  /** The one-time link of a fresh instance. */
  signInLink(url: string): void;
}

const graceMs = 10_000;
/** Without a supervisor the database ends as well; there is little left to close. */
const orphanGraceMs = 1_000;

/**
 * Ties a server or worker to whoever started it: `stop` is called once on SIGTERM, SIGINT, or when
 * the supervisor's channel closes however it ended; the process then exits, at the latest after 10 s
 * (1 s where the supervisor is gone).
 * @example const up = underSupervisor(() => server.close()); up.ready("http://127.0.0.1:7300");
 */
export function underSupervisor(stop: () => Promise<void>): Upward {
  let stopping = false;
  const end = (limitMs: number): void => {
    setTimeout(() => process.exit(1), limitMs).unref();
    if (stopping) return;
    stopping = true;
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", () => end(graceMs));
  process.on("SIGINT", () => end(graceMs));
  process.on("disconnect", () => end(orphanGraceMs));
  const tell = (report: Report): void => {
    if (process.send && process.connected) process.send(report);
    else console.log(report.kind === "ready" ? `ready on ${report.address}` : `sign in once: ${report.url}`);
  };
  return {
    ready: (address) => tell({ kind: "ready", address }),
    signInLink: (url) => tell({ kind: "sign-in-link", url }),
  };
}

/** Reads a child's message; null when it is none of ours. */
export function reportOf(message: unknown): Report | null {
  if (typeof message !== "object" || message === null) return null;
  const { kind, address, url } = message as Record<string, unknown>;
  if (kind === "ready" && typeof address === "string") return { kind, address };
  if (kind === "sign-in-link" && typeof url === "string") return { kind, url };
  return null;
}
