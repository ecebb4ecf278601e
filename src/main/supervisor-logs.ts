import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, readSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";

const limitBytes = 50 * 1024 * 1024;

/** The log file of one child, in the home folder. */
export function logFile(home: string, name: string): string {
  return join(home, "logs", `${name}.log`);
}

/** Opens a log for appending; the caller closes it. */
export function openLog(file: string): number {
  mkdirSync(join(file, ".."), { recursive: true, mode: 0o700 });
  return openSync(file, "a", 0o600);
}

/** Keeps one older copy when a log is full. The writer appends, so emptying the file in place is safe. */
export function rotate(file: string): void {
  if (!existsSync(file) || statSync(file).size < limitBytes) return;
  copyFileSync(file, `${file}.1`);
  truncateSync(file);
}

/** The last lines of a log that say something (no stack frames), without reading all of it. */
export function lastLines(file: string, count: number): string[] {
  if (!existsSync(file)) return [];
  const size = statSync(file).size;
  const buffer = Buffer.alloc(Math.min(size, 16_384));
  const handle = openSync(file, "r");
  try {
    readSync(handle, buffer, 0, buffer.length, size - buffer.length);
  } finally {
    closeSync(handle);
  }
  return buffer
    .toString("utf8")
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^\s+at /.test(line))
    .slice(-count);
}
