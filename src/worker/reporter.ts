import type { Line, Progress } from "./durable.ts";

export interface Reporter {
  progress(progress: Progress): Promise<void>;
  line(line: Line): Promise<void>;
  /** Writes what is pending; rejects when that fails. */
  flush(): Promise<void>;
  /** Stops the timer; nothing is written afterwards. */
  close(): void;
}

/** A handler may report thousands of times a second; people look about four times. */
const everyMs = 250;
const mostPending = 2_000;
const lineChars = 8_000;
const messageChars = 500;

/**
 * Gathers progress and log lines and writes them together: at once when it was quiet, else every 250 ms.
 * A failed write keeps what is pending and is told to `onError`.
 */
export function createReporter(write: (progress: Progress | null, lines: readonly Line[]) => Promise<void>, onError: (error: unknown) => void): Reporter {
  let progress: Progress | null = null;
  let lines: Line[] = [];
  let last: Promise<void> = Promise.resolve();
  let busy = 0;
  let timer: NodeJS.Timeout | null = null;
  let lastAt = -Infinity;
  let closed = false;

  async function writeOut(): Promise<void> {
    const [p, l] = [progress, lines];
    if (p === null && l.length === 0) return;
    [progress, lines] = [null, []];
    try {
      await write(p, l);
    } catch (error) {
      progress ??= p;
      lines = [...l, ...lines].slice(-mostPending);
      throw error;
    } finally {
      lastAt = performance.now();
    }
  }

  /** One write at a time; a flush asked for meanwhile follows it. */
  async function flush(): Promise<void> {
    busy += 1;
    last = last
      .catch(() => undefined)
      .then(() => (closed ? undefined : writeOut()))
      .finally(() => (busy -= 1));
    await last;
  }

  async function soon(): Promise<void> {
    if (closed || timer) {
      if (lines.length >= mostPending) await flush();
      return;
    }
    const wait = Math.max(0, lastAt + everyMs - performance.now());
    if (wait === 0 && busy === 0) return await flush().catch(onError);
    timer = setTimeout(() => {
      timer = null;
      flush().catch(onError);
    }, wait);
  }

  return {
    progress: async (next) => {
      progress = { ...next, message: clean(next.message, messageChars) };
      await soon();
    },
    line: async (line) => {
      lines.push({ ...line, text: clean(line.text, lineChars) });
      await soon();
    },
    flush,
    close() {
      closed = true;
      if (timer) clearTimeout(timer);
      timer = null;
    },
  };
}

/** PostgreSQL text holds no NUL, and a log line is no file. */
function clean(text: string, most: number): string {
  const whole = text.replaceAll("\0", "\u{fffd}").toWellFormed();
  return whole.length <= most ? whole : `${whole.slice(0, most).toWellFormed()}…`;
}
