import pino from "pino";
import type { Log } from "../kernel/ports.ts";

/** Structured lines on standard output; secrets never reach a log because inputs are never logged. */
export function createLog(level: string, process: string): Log {
  return pino({ level, base: { process }, timestamp: pino.stdTimeFunctions.isoTime });
}

export const silentLog: Log = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };
