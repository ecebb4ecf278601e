import type { Graph, GraphProvider } from "../providers/graph.ts";

/** A claim on a loaded graph; it stays loaded until every claim is given back. */
export interface Lease {
  graph: Graph;
  giveBack(): void;
}

interface Held {
  graph: Promise<Graph>;
  claims: number;
  timer: NodeJS.Timeout | null;
}

// Between a trial run at deploy and the first request, and between two revisions of one version.
const lingerMs = 30_000;

/** Loaded graphs of this process, keyed by content digest: two deployments of one version share a session. */
export interface Graphs {
  claim(sha256: string, path: () => Promise<string>): Promise<Lease>;
  loaded(): number;
  close(): Promise<void>;
}

export function createGraphs(provider: GraphProvider): Graphs {
  const held = new Map<string, Held>();

  async function drop(sha256: string, one: Held): Promise<void> {
    // A timer may still come for what close released: a session is disposed of once.
    if (held.get(sha256) !== one) return;
    held.delete(sha256);
    if (one.timer) clearTimeout(one.timer);
    const graph = await one.graph.catch(() => null);
    await graph?.release();
  }

  return {
    async claim(sha256, path) {
      let one = held.get(sha256);
      if (!one) held.set(sha256, (one = { graph: path().then((p) => provider.load(p)), claims: 0, timer: null }));
      const mine = one;
      mine.claims += 1;
      if (mine.timer) clearTimeout(mine.timer);
      mine.timer = null;
      let back = false;
      const giveBack = (): void => {
        if (back) return;
        back = true;
        mine.claims -= 1;
        if (mine.claims === 0) mine.timer = setTimeout(() => void drop(sha256, mine), lingerMs).unref();
      };
      try {
        return { graph: await mine.graph, giveBack };
      } catch (error) {
        giveBack();
        if (held.get(sha256) === mine) held.delete(sha256);
        throw error;
      }
    },
    loaded: () => held.size,
    async close() {
      await Promise.all([...held].map(([sha256, one]) => drop(sha256, one)));
    },
  };
}
