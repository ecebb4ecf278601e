import type { Readable } from "node:stream";
import type { Outgoing, OutgoingAnswer, OutgoingRequest } from "../../../outgoing/http.ts";
import type { Run } from "../../tracking/contract/runs.ts";

/** An outside tracking server as one mirror speaks to it. */
export interface Target {
  url: string;
  username: string | null;
  entity: string | null;
  outsideProject: string | null;
  token: string | null;
  /** Name of the project here. */
  projectName: string;
  outgoing: Outgoing;
}

export interface Point {
  key: string;
  step: number;
  /** Milliseconds since 1970. */
  atMs: number;
  value: number;
}

export interface FileToCopy {
  path: string;
  sizeBytes: number;
  mediaType: string;
  open(): Promise<Readable>;
}

/** What of a run is known to stand outside. */
export interface Held {
  outsideId: string | null;
  outsideUrl: string | null;
  tagKeys: readonly string[];
  /** It was deleted there, as it was here. */
  gone: boolean;
  /** Lines written so far, where the outside counts them. */
  lines: number;
}

export interface RunToCopy {
  run: Run;
  experimentName: string;
  /** Its experiment outside, where one was found before. */
  outsideExperiment: string | null;
  /** Where the parent stands outside, when it was copied. */
  outsideParent: string | null;
  held: Held;
}

export interface Placed {
  outsideId: string;
  outsideUrl: string | null;
  outsideExperiment: string | null;
  tagKeys: string[];
}

/** One kind of outside server. Everything may come twice: after a crash the same batch is sent again. */
export interface Provider {
  /** The order points are read in: by metric, or by step, so that one line holds a step. */
  readonly order: "key" | "step";
  /** Most points of one call of `putPoints`. */
  readonly batch: number;
  /** Points read at once; by step each read sorts the whole run (2.4 s of two million points), so few are made. */
  readonly page: number;
  /** Seconds of silence after which an open run wants to hear something; null where it waits for ever. */
  readonly silenceS: number | null;
  /** Makes the run or brings its name, parameters and tags up to date. */
  putRun(target: Target, copy: RunToCopy): Promise<Placed>;
  /** Answers how many lines it wrote. */
  putPoints(target: Target, copy: RunToCopy, points: readonly Point[]): Promise<number>;
  putFile(target: Target, copy: RunToCopy, file: FileToCopy): Promise<void>;
  /** Says how the run stands, after everything else of it. */
  settle(target: Target, copy: RunToCopy): Promise<void>;
  beat(target: Target, copy: RunToCopy): Promise<void>;
}

/** The outside server says no to one run; the others go on. */
export class RunRefused extends Error {}

/** Nothing can be sent now: it is away, busy, or does not know us. */
export class Away extends Error {
  readonly retryAfterS: number | null;
  constructor(message: string, retryAfterS: number | null = null) {
    super(message);
    this.retryAfterS = retryAfterS;
  }
}

const timeoutMs = 30_000;
const answerBytes = 20_000_000;

/** A JSON request outside, with how each answer is judged left to the caller. */
export async function ask(target: Target, request: Omit<OutgoingRequest, "timeoutMs" | "maxBytes"> & { timeoutMs?: number }): Promise<OutgoingAnswer> {
  return await target.outgoing.request({ timeoutMs, maxBytes: answerBytes, ...request });
}

export function jsonOf(answer: OutgoingAnswer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(answer.body.toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** The beginning of an answer that says what went wrong. */
export function beginning(answer: OutgoingAnswer): string {
  return answer.body.toString("utf8").replaceAll(/\s+/g, " ").replaceAll("\0", "").toWellFormed().slice(0, 300);
}

/** A value as JSON of Python writes it. */
export function numberWord(value: number): number | string {
  return Number.isFinite(value) ? value : Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}
