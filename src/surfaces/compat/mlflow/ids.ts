import { invalidValue, MlflowError } from "./problems.ts";

const runId = /^[a-zA-Z0-9][\w-]{0,255}$/;
const ours = /^[0-9a-f]{12}[1-8][0-9a-f]{3}[89ab][0-9a-f]{15}$/i;

/** A UUID as these clients write ids: 32 hex digits. */
export function hex(uuid: string): string {
  return uuid.replaceAll("-", "");
}

/** The UUID that 32 hex digits stand for; null where they stand for none. */
export function uuidOf(text: string): string | null {
  if (!ours.test(text)) return null;
  const t = text.toLowerCase();
  return `${t.slice(0, 8)}-${t.slice(8, 12)}-${t.slice(12, 16)}-${t.slice(16, 20)}-${t.slice(20)}`;
}

/** @throws MlflowError where no run can have this id. */
export function runUuid(text: string, path = "run_id"): string {
  if (!runId.test(text)) throw invalidValue(path, text);
  const uuid = uuidOf(text);
  if (uuid === null) throw noRun(text);
  return uuid;
}

export function noRun(id: string): MlflowError {
  return new MlflowError("RESOURCE_DOES_NOT_EXIST", `Run with id=${id} not found`);
}

/** The UUID behind a logged model's id, `m-` and 32 hex digits; null where it is none. */
export function modelUuid(text: string): string | null {
  return text.startsWith("m-") ? uuidOf(text.slice(2)) : null;
}

export function modelId(uuid: string): string {
  return `m-${hex(uuid)}`;
}

/** ISO time as milliseconds. */
export function millis(iso: string): number {
  return Date.parse(iso);
}
