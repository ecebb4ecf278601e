import { connect, type Socket } from "node:net";
import { createReader } from "./answer.ts";

export interface Driver {
  /** The next request as it goes over the wire; null ends the connection. */
  next(): Buffer | null;
  /** One request is over: after `ms`, with its status; 0 where the connection ended or the answer was no HTTP. */
  done(ms: number, status: number): void;
}

/** What a request may take before it counts as failed. */
const longestMs = 10_000;
const pauseMs = 100;

/**
 * Sends requests over one connection, each after the answer to the one before, until there is no next.
 * A server that closes it (gunicorn does) is connected to again.
 */
export async function connectOne(address: URL, driver: Driver): Promise<void> {
  for (let request = driver.next(); request !== null;) request = await talk(address, driver, request);
}

/** @returns the request that is to be sent over a new connection; null when there is none left. */
function talk(address: URL, driver: Driver, first: Buffer): Promise<Buffer | null> {
  return new Promise((resolve) => {
    let sentAt = 0;
    let waiting = true;
    let over = false;
    const reader = createReader();
    const memory = Buffer.allocUnsafe(64 * 1024);
    const answered = (status: number): void => {
      waiting = false;
      driver.done(performance.now() - sentAt, status);
    };
    const finish = (after: Buffer | null): void => {
      if (over) return;
      over = true;
      clearInterval(watch);
      socket.destroy();
      resolve(after);
    };
    const send = (request: Buffer): void => {
      waiting = true;
      sentAt = performance.now();
      socket.write(request);
    };
    const broken = (): void => {
      if (over) return;
      if (waiting && reader.end()) answered(reader.status);
      else if (waiting) {
        answered(0);
        // A server that is away is not asked again at once.
        setTimeout(() => finish(driver.next()), pauseMs);
        return;
      }
      finish(driver.next());
    };
    const socket: Socket = connect({
      host: address.hostname,
      port: Number(address.port),
      noDelay: true,
      onread: {
        buffer: memory,
        callback(n) {
          const state = waiting ? reader.take(memory.subarray(0, n)) : "broken";
          if (state === "partial") return true;
          if (state === "broken") {
            reader.reset();
            broken();
            return false;
          }
          answered(reader.status);
          const { keeps } = reader;
          reader.reset();
          const next = driver.next();
          if (next === null || !keeps) finish(next);
          else send(next);
          return true;
        },
      },
    });
    const watch = setInterval(() => {
      if (waiting && performance.now() - sentAt > longestMs) broken();
    }, 1000);
    socket.on("error", broken);
    socket.on("end", broken);
    socket.on("close", broken);
    send(first);
  });
}
