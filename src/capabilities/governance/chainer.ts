import type { Loop, LoopTools } from "../../kernel/ctx.ts";
import { genesis, link } from "./domain.ts";
import { chainHead, foldMinutes, insertLinks, lockChain, setWatermark, unlinkedRows, unlinkedWorkspaces } from "./store/chain.ts";

/** Rows per transaction; 2,000 links take about 60 ms, so no lock is held for long. */
const batch = 2000;

/** Links committed audit rows into each workspace's hash chain within a second. */
export const chainer: Loop = { name: "governance.chainer", intervalMs: 400, run: (tools) => chain(tools) };

/** One round over all workspaces with something to link. */
export async function chain(tools: Pick<LoopTools, "transaction" | "log">): Promise<void> {
  const { workspaces, nextLow } = await tools.transaction(null, (tx) => unlinkedWorkspaces(tx));
  let complete = true;
  for (const workspaceId of workspaces) {
    try {
      complete = (await chainWorkspace(tools, workspaceId)) && complete;
    } catch (error) {
      complete = false;
      tools.log.error({ workspaceId, error }, "audit rows of a workspace were not linked");
    }
  }
  if (complete && workspaces.length > 0) await tools.transaction(null, (tx) => setWatermark(tx, nextLow));
}

/** True when nothing was left; false when another chainer holds the workspace. */
async function chainWorkspace(tools: Pick<LoopTools, "transaction">, workspaceId: string): Promise<boolean> {
  for (;;) {
    const linked = await tools.transaction(workspaceId, async (tx) => {
      if (!(await lockChain(tx, workspaceId))) return null;
      await foldMinutes(tx, workspaceId);
      const rows = await unlinkedRows(tx, workspaceId, batch);
      if (rows.length === 0) return 0;
      const head = (await chainHead(tx, workspaceId)) ?? { seq: 0, hash: genesis(workspaceId) };
      await insertLinks(tx, workspaceId, link(head, rows));
      return rows.length;
    });
    if (linked === null) return false;
    if (linked < batch) return true;
  }
}
