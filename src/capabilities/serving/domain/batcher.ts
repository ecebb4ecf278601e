/** One request waiting for the model. */
interface Waiting<I, O> {
  input: I;
  rows: number;
  resolve(output: O): void;
  reject(error: unknown): void;
}

// STACK §3: one batch in flight, at most 64 rows, no timer: free at 1 connection, 2.1–2.2× at 8–32.
const mostRows = 64;

/**
 * Adaptive batching without a timer: runs at once when idle, gathers what piles up while a batch is in flight. While
 * several ask at once it also gathers what is read in the same turn of the event loop; one caller alone never waits for that.
 * `merge` is false for graphs whose row dimension is fixed; then requests run one after another.
 * A failing batch is retried request by request, so that one bad request fails alone.
 */
export function createBatcher<I, O>(merge: boolean, run: (inputs: readonly I[]) => Promise<O[]>): (input: I, rows: number) => Promise<O> {
  const queue: Waiting<I, O>[] = [];
  let busy = false;
  let lastHeld = 1;

  function take(): Waiting<I, O>[] {
    let rows = 0;
    let n = 0;
    for (const one of queue) {
      if (n > 0 && (!merge || rows + one.rows > mostRows)) break;
      rows += one.rows;
      n += 1;
    }
    return queue.splice(0, n);
  }

  async function flush(batch: readonly Waiting<I, O>[]): Promise<void> {
    try {
      const outputs = await run(batch.map((one) => one.input));
      if (outputs.length !== batch.length) throw new Error(`the model answered ${outputs.length} of ${batch.length} requests`);
      outputs.forEach((output, i) => batch[i]?.resolve(output));
    } catch (error) {
      if (batch.length === 1) return batch[0]?.reject(error);
      for (const one of batch) await flush([one]);
    }
  }

  async function drain(): Promise<void> {
    if (busy) return;
    busy = true;
    try {
      while (queue.length > 0) {
        if (lastHeld > 1) await new Promise((resolve) => setImmediate(resolve));
        const batch = take();
        lastHeld = batch.length;
        await flush(batch);
      }
    } finally {
      busy = false;
    }
  }

  return (input, rows) =>
    new Promise((resolve, reject) => {
      queue.push({ input, rows, resolve, reject });
      void drain();
    });
}
