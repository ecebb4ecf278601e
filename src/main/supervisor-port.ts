import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { bindable, freePort } from "../db/embedded/ports.ts";
import { argumentsOf } from "../db/embedded/processes.ts";

/** @throws Error naming who holds the port and a port that is free. */
export async function checkPort(host: string, port: number): Promise<void> {
  if (await bindable(port, host)) return;
  const pid = holderOf(port);
  const who = pid === null ? "another program" : `process ${pid} (${argumentsOf(pid).slice(0, 3).join(" ")})`;
  const free = (await bindable(port + 1, host)) ? port + 1 : await freePort();
  throw new Error(`Port ${port} on ${host} is taken by ${who}, or cannot be opened.\nEnd it, or start with: LUMINA_PORT=${free} npm start`);
}

/** The process that listens on a port; null where this user may not see it. */
export function holderOf(port: number): number | null {
  const sockets = new Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) => listening(file, port)));
  if (sockets.size === 0) return null;
  for (const entry of readdirSync("/proc")) {
    if (/^\d+$/.test(entry) && holdsOne(entry, sockets)) return Number(entry);
  }
  return null;
}

/** Inodes of sockets in state LISTEN (0A) on the port. */
function listening(file: string, port: number): string[] {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  try {
    return readFileSync(file, "utf8")
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[1]?.endsWith(wanted) && fields[3] === "0A")
      .map((fields) => `socket:[${fields[9]}]`);
  } catch {
    return [];
  }
}

function holdsOne(pid: string, sockets: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      try {
        return sockets.has(readlinkSync(`/proc/${pid}/fd/${fd}`));
      } catch {
        return false;
      }
    });
  } catch {
    return false;
  }
}
