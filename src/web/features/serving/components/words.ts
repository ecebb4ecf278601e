import type { Deployment } from "../../../../capabilities/serving/contract/shapes.ts";
import { msg } from "../../../lib/i18n.ts";

export const environmentWords = { staging: msg("Staging"), production: msg("Production") } as const;

/** Stages of a version, as the version picker says them. */
export const stageWords = { none: msg("No stage"), staging: msg("Staging"), production: msg("Production"), archived: msg("Archived") } as const;

export const logWords = {
  durable: [msg("Durable"), msg("An answer leaves only after its log is stored. About a millisecond slower.")],
  relaxed: [msg("Relaxed"), msg("Answers leave before their log is stored; a power cut may lose the newest lines.")],
} as const;

export const unknownWords = {
  accept: [msg("Accept with a warning"), msg("A category never seen in training counts as unseen; the answer says so.")],
  refuse: [msg("Refuse the row"), msg("A row with a category never seen in training is not predicted.")],
} as const;

/** Status words of the kit for a deployment's state. */
export function statusOf(d: Pick<Deployment, "status">): "ready" | "degraded" | "cancelled" {
  return d.status === "ready" ? "ready" : d.status === "problem" ? "degraded" : "cancelled";
}
export const problemWord = msg("Problem");
export const removedWord = msg("Removed");
