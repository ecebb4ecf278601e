import { createReadStream } from "node:fs";
import type { JobCtx } from "../../kernel/ctx.ts";
import { logArtifact } from "../tracking/contract/artifacts.ts";
import { logMetrics } from "../tracking/contract/metrics.ts";
import { getRun, logParams, updateRun } from "../tracking/contract/runs.ts";
import type { Candidate, Training, TrainingStatus } from "./contract.ts";
import type { TrainerEvent } from "./contract/protocol.ts";
import { changeCandidate, changeTraining, type CandidateChange, type Change } from "./store.ts";

type Of<T extends TrainerEvent["type"]> = Extract<TrainerEvent, { type: T }>;
type Point = { key: string; value: number; step: number };

/** Writes a trainer's events down through tracking's own operations, each once however often the job is tried. */
export class Recorder {
  /** What the trainer said about the whole job. */
  failure: { message: string; fix: string } | null = null;
  readonly lines: string[] = [];
  readonly #ctx: JobCtx;
  readonly #training: Training;
  /** Steps that earlier tries have done. */
  readonly #before: number;
  #points: Point[] = [];
  #run: string | null = null;
  /** Per run and metric, points that an earlier try has logged already. */
  readonly #logged = new Map<string, Map<string, number>>();

  constructor(ctx: JobCtx, training: Training) {
    this.#ctx = ctx;
    this.#training = training;
    this.#before = training.candidates.filter((candidate) => candidate.status === "finished").length * (training.folds + 1);
  }

  async take(event: TrainerEvent): Promise<void> {
    if (event.type === "metric") return await this.#metric(event);
    await this.#flush();
    switch (event.type) {
      case "started":
        return await this.change({ columns: event.columns, warnings: event.warnings });
      case "progress":
        return await this.#progress(event);
      case "log":
        this.lines.push(`${this.#ctx.now().toISOString()} ${event.level} ${event.text}`);
        return await this.#ctx.line(event.text, event.level);
      case "params":
        return await this.#begin(event);
      case "artifact":
        return await this.#artifact(event);
      case "checkpoint":
        return await this.#ctx.checkpoint(event.state);
      case "result":
        return event.run === undefined ? undefined : await this.#finish(event.run, event);
      case "error":
        if (event.run === undefined) this.failure = { message: event.message, fix: event.fix };
        else await this.end(event.run, "failed", `${event.message} ${event.fix}`);
        return;
      case "exit":
        return;
    }
  }

  /** Changes the training's row and wakes who watches it. */
  async change(change: Change): Promise<void> {
    await this.#ctx.transaction(async (tx, out) => {
      await changeTraining(tx, this.#ctx.workspaceId, this.#training.id, change);
      out.emit("training", this.#training.id);
    });
  }

  /** Ends a candidate that did not finish. */
  async end(runId: string, status: TrainingStatus, error?: string): Promise<void> {
    await this.#ctx.call(updateRun, { runId, status, ...(error === undefined ? {} : { error: error.slice(0, 8000) }) });
    await this.#candidate(runId, { status, ...(error === undefined ? {} : { error }) });
  }

  async #candidate(runId: string, change: CandidateChange): Promise<void> {
    await this.#ctx.transaction(async (tx, out) => {
      await changeCandidate(tx, this.#ctx.workspaceId, this.#training.id, runId, change);
      out.emit("training", this.#training.id);
    });
  }

  async #progress({ done, total, message }: Of<"progress">): Promise<void> {
    await this.change({ done: this.#before + done, total: this.#before + total, message });
    await this.#ctx.progress(this.#before + done, this.#before + total, message);
  }

  async #begin({ run, params }: Of<"params">): Promise<void> {
    this.#run = run;
    const known = await this.#ctx.call(getRun, { runId: run });
    this.#logged.set(run, new Map(Object.entries(known.metrics).map(([key, summary]) => [key, summary.count])));
    if (known.status !== "running") await this.#ctx.call(updateRun, { runId: run, status: "running" });
    await this.#ctx.call(logParams, { runId: run, params });
    await this.#candidate(run, { status: "running", foldsDone: 0 });
  }

  async #metric({ run, key, value, step }: Of<"metric">): Promise<void> {
    if (value === null) return;
    if (run !== this.#run) await this.#flush();
    this.#run = run;
    // Steps of a key come in order from 0 and scores follow from the seed: what is counted is logged.
    if (step < (this.#logged.get(run)?.get(key) ?? 0)) return;
    this.#points.push({ key, value, step });
  }

  async #flush(): Promise<void> {
    const [run, points] = [this.#run, this.#points];
    if (run === null || points.length === 0) return;
    this.#points = [];
    await this.#ctx.call(logMetrics, { runId: run, metrics: points });
    const folds = points.filter((point) => point.key.startsWith("fold_")).map((point) => point.step + 1);
    if (folds.length > 0) await this.#candidate(run, { foldsDone: Math.max(...folds) });
  }

  async #artifact({ run, path, file, mediaType }: Of<"artifact">): Promise<void> {
    const stored = await this.#ctx.services.objects.putContent(this.#ctx.workspaceId, createReadStream(file));
    await this.#ctx.call(logArtifact, { runId: run, path, mediaType, ...stored });
  }

  async #finish(run: string, event: Of<"result">): Promise<void> {
    const change: CandidateChange = {
      status: "finished",
      metrics: finite(event.metrics),
      deviations: finite(event.deviations),
      fitSeconds: event.fitSeconds ?? null,
      sizeBytes: event.sizeBytes ?? null,
      latencyMs: event.latencyMs ?? null,
      format: event.format ?? null,
      formatReason: event.formatReason ?? null,
    };
    await this.#ctx.call(updateRun, { runId: run, status: "finished" });
    await this.#candidate(run, change);
  }
}

/** Candidates that still have to be trained: all that no earlier try has finished. */
export function waiting(training: Training): Candidate[] {
  return training.candidates.filter((candidate) => candidate.status !== "finished");
}

function finite(values: Record<string, number | null> | undefined): Record<string, number> {
  return Object.fromEntries(Object.entries(values ?? {}).filter((entry): entry is [string, number] => entry[1] !== null));
}
