import type { Actor } from "../../kernel/ports.ts";

interface Entry {
  actor: Promise<Actor | null>;
  /** Known once the look-up is done. */
  settled: Actor | null;
  until: number;
}

/**
 * Principals by digest of what was presented, least recently used dropped first.
 * Nothing lives longer than `ttlMs` from the start of its look-up, so a revocation is seen within it
 * even when nobody tells; `forget` drops at once.
 */
export class PrincipalCache {
  readonly #entries = new Map<string, Entry>();
  readonly #ttlMs: number;
  readonly #most: number;

  constructor(ttlMs: number, most: number) {
    this.#ttlMs = ttlMs;
    this.#most = most;
  }

  /** The cached principal, or one look-up shared by everybody who asks meanwhile. */
  async get(key: string, look: () => Promise<Actor | null>): Promise<Actor | null> {
    const now = performance.now();
    const known = this.#entries.get(key);
    if (known && known.until > now) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return await known.actor;
    }
    const entry: Entry = { actor: look(), settled: null, until: now + this.#ttlMs };
    this.#entries.set(key, entry);
    if (this.#entries.size > this.#most) this.#entries.delete(this.#entries.keys().next().value ?? key);
    try {
      entry.settled = await entry.actor;
    } catch (error) {
      this.#drop(key, entry);
      throw error;
    }
    // An absent principal may appear the next moment, a member without a workspace may join one.
    if (entry.settled === null || entry.settled.workspaceId === null) this.#drop(key, entry);
    return entry.settled;
  }

  /** Drops what matches, and every look-up under way: it may have read the old state. */
  forget(matches: (actor: Actor) => boolean): void {
    for (const [key, entry] of this.#entries) if (entry.settled === null || matches(entry.settled)) this.#entries.delete(key);
  }

  #drop(key: string, entry: Entry): void {
    if (this.#entries.get(key) === entry) this.#entries.delete(key);
  }
}
