import { latencyBucket, latencyBuckets } from "../contract/latency.ts";
import type { Prediction } from "../contract/shapes.ts";
import type { Sketch } from "../contract/layout.ts";
import type { Active } from "./active.ts";
import { addRow, emptySketch } from "../domain/sketch.ts";
import { sketched } from "../domain/answers.ts";
import type { Checked } from "../domain/validator.ts";

/** A request that was answered by the model, or refused, and now waits for its log to commit. */
export interface Prepared {
  startedAt: number;
  source: "real" | "simulated";
  simulationId: string;
  deploymentId: string;
  predictionId: string;
  done: { active: Active; checked: Checked; predictions: Prediction[] } | null;
  refused: Error | null;
}

export interface Tally {
  deploymentId: string;
  source: string;
  requests: number;
  rows: number;
  errors: number;
  latency: number[];
}

/** Traffic of a batch per deployment and source. */
export function tally(items: readonly Prepared[], now: number): Tally[] {
  const all = new Map<string, Tally>();
  for (const item of items) {
    const key = `${item.deploymentId} ${item.source}`;
    let one = all.get(key);
    if (!one)
      all.set(
        key,
        (one = { deploymentId: item.deploymentId, source: item.source, requests: 0, rows: 0, errors: 0, latency: new Array<number>(latencyBuckets).fill(0) }),
      );
    one.requests += 1;
    if (item.done) {
      one.rows += item.done.checked.rows;
      const bucket = latencyBucket(now - item.startedAt);
      one.latency[bucket] = (one.latency[bucket] ?? 0) + 1;
    } else one.errors += 1;
  }
  return [...all.values()];
}

export interface Sketched {
  deploymentId: string;
  revision: number;
  source: string;
  simulationId: string;
  sketch: Sketch;
}

/** Sketches of a batch per deployment, revision and source. */
export function sketch(items: readonly Prepared[]): Sketched[] {
  const all = new Map<string, Sketched>();
  for (const { done, source, simulationId, deploymentId } of items) {
    if (!done) continue;
    const { layout, places, revision } = done.active;
    const key = `${deploymentId} ${revision.revision} ${source} ${simulationId}`;
    let one = all.get(key);
    if (!one) all.set(key, (one = { deploymentId, revision: revision.revision, source, simulationId, sketch: emptySketch(layout) }));
    const kind = revision.reference.prediction?.kind ?? null;
    const classes = revision.signature.classes ?? [];
    done.checked.logged.forEach((row, r) => {
      const answer = done.predictions[r];
      if (answer) addRow(one.sketch, layout, places, row, sketched(answer, kind, classes));
    });
  }
  return [...all.values()];
}
