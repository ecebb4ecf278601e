/** What the relay sends and listeners read: one object moved. */
export interface Moved {
  /** Null: an event outside any workspace. */
  workspaceId: string | null;
  topic: string;
  id: string;
}

export const channel = "lumina";

/** PostgreSQL refuses a payload of 8,000 bytes. */
const mostBytes = 7_900;

/** Packs events into as few payloads as fit, each id once: `{"<workspace>": {"<topic>": ["<id>", …]}}`. */
export function packEvents(events: readonly Moved[]): string[] {
  const payloads: string[] = [];
  const seen = new Set<string>();
  let open: Record<string, Record<string, string[]>> = {};
  let bytes = 2;
  for (const { workspaceId, topic, id } of events) {
    const ws = workspaceId ?? "";
    const key = JSON.stringify([ws, topic, id]);
    if (seen.has(key)) continue;
    seen.add(key);
    const cost = open[ws]?.[topic] ? size(id) + 1 : open[ws] ? size(topic) + size(id) + 4 : size(ws) + size(topic) + size(id) + 7;
    if (bytes + cost > mostBytes && bytes > 2) {
      payloads.push(JSON.stringify(open));
      open = {};
      bytes = 2;
    }
    const fresh = open[ws] === undefined;
    const topics = (open[ws] ??= {});
    const ids = (topics[topic] ??= []);
    ids.push(id);
    bytes += fresh ? size(ws) + size(topic) + size(id) + 7 : cost;
  }
  if (bytes > 2) payloads.push(JSON.stringify(open));
  return payloads;
}

/** Reads a payload; one that is not ours is no event. */
export function unpackEvents(payload: string): Moved[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(payload);
  } catch {
    return [];
  }
  if (typeof parsed !== "object" || parsed === null) return [];
  const events: Moved[] = [];
  for (const [ws, topics] of Object.entries(parsed)) {
    if (typeof topics !== "object" || topics === null) continue;
    for (const [topic, ids] of Object.entries(topics))
      for (const id of Array.isArray(ids) ? ids : []) if (typeof id === "string") events.push({ workspaceId: ws === "" ? null : ws, topic, id });
  }
  return events;
}

function size(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}
