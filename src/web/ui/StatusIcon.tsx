import { CircleCheck, CircleDashed, CircleHelp, CirclePause, CircleSlash, CircleX, Hand, LoaderCircle, TriangleAlert, type LucideIcon } from "lucide-react";
import { msg, useT } from "../lib/i18n.ts";

/** States an object can be in, with icon and word; colour never stands alone. */
const kinds = {
  running: [LoaderCircle, "--primary", msg("Running")],
  queued: [CircleDashed, "--text-3", msg("Queued")],
  finished: [CircleCheck, "--ok", msg("Finished")],
  healthy: [CircleCheck, "--ok", msg("Healthy")],
  ready: [CircleCheck, "--ok", msg("Ready")],
  pass: [CircleCheck, "--ok", msg("Pass")],
  failed: [CircleX, "--err", msg("Failed")],
  degraded: [TriangleAlert, "--warn", msg("Degraded")],
  below: [TriangleAlert, "--warn", msg("Below")],
  waiting: [Hand, "--primary", msg("Waiting")],
  paused: [CirclePause, "--text-2", msg("Paused")],
  cancelled: [CircleSlash, "--text-3", msg("Cancelled")],
  skipped: [CircleSlash, "--text-3", msg("Skipped")],
  unknown: [CircleDashed, "--text-3", msg("No data")],
} as const satisfies Record<string, readonly [LucideIcon, string, string]>;

export type Status = keyof typeof kinds;

/** True for the words `StatusIcon` knows. */
export function isStatus(word: string): word is Status {
  return word in kinds;
}

/** Icon and word of a state. `word` (translated) replaces the usual one; `iconOnly` keeps the word for screen readers. */
export function StatusIcon({ status, word, iconOnly = false }: { status: Status | (string & {}); word?: string; iconOnly?: boolean }) {
  const t = useT();
  const [Icon, tone, usual] = isStatus(status) ? kinds[status] : ([CircleHelp, "--text-3", status] as const);
  const text = word ?? t(usual);
  return (
    <span className="row g6 nowrap" style={{ display: "inline-flex", verticalAlign: "middle" }} title={iconOnly ? text : undefined}>
      <Icon size={14} aria-hidden color={`var(${tone})`} className={status === "running" ? "spin" : ""} />
      <span className={iconOnly ? "sr" : ""}>{text}</span>
    </span>
  );
}

const chipTone: Partial<Record<Status, string>> = {
  running: "pri",
  waiting: "pri",
  finished: "ok",
  healthy: "ok",
  ready: "ok",
  pass: "ok",
  failed: "err",
  degraded: "warn",
  below: "warn",
};

/** The same as a chip, beside a page title. */
export function StatusChip({ status, word }: { status: Status | (string & {}); word?: string }) {
  return (
    <span className={`chip ${isStatus(status) ? (chipTone[status] ?? "") : ""}`}>
      <StatusIcon status={status} {...(word === undefined ? {} : { word })} />
    </span>
  );
}
