import type { Loop, LoopTools } from "../../kernel/ctx.ts";
import { genesis, link } from "./domain.ts";
import { chainHead, digestsOf, foldMinutes, insertLinks, insertRefs, lockChain, setWatermark, unlinkedIds, unlinkedWorkspaces } from "./store/chain.ts";

/** Rows per transaction: a link takes about 30 µs, so no lock is held for long. */
const batch = 2000;
/** Rows looked up at once after a long rest; the remainder follows in the next round. */
const round = 100_000;

/** An idle chainer raises the watermark this rarely: raising it is a write. */
const idleTransactions = 100n;

type Tools = Pick<LoopTools, "transaction" | "log">;

/** Links committed audit rows into each workspace's hash chain within a second. */
export const chainer: Loop = { name: "governance.chainer", intervalMs: 400, run: (tools) => chain(tools) };

/** One round over all workspaces with something to link. */
export async function chain(tools: Tools): Promise<void> {
  const { workspaces, low, nextLow } = await tools.transaction(null, (tx) => unlinkedWorkspaces(tx));
  let complete = true;
  for (const workspaceId of workspaces) {
    try {
      complete = (await chainWorkspace(tools, workspaceId, low)) && complete;
    } catch (error) {
      complete = false;
      tools.log.error({ workspaceId, error: String(error) }, "Audit rows of a workspace were not linked");
    }
  }
  const far = BigInt(nextLow) - BigInt(low) > idleTransactions;
  if (complete && (workspaces.length > 0 || far)) await tools.transaction(null, (tx) => setWatermark(tx, nextLow));
}

/** True when nothing was left; false when there is more, or another chainer holds the workspace. */
async function chainWorkspace(tools: Tools, workspaceId: string, low: string): Promise<boolean> {
  await tools.transaction(workspaceId, async (tx) => {
    if (await lockChain(tx, workspaceId)) await foldMinutes(tx, workspaceId);
  });
  const waiting = await tools.transaction(workspaceId, (tx) => unlinkedIds(tx, workspaceId, low, round));
  for (let from = 0; from < waiting.length; from += batch) {
    const linked = await tools.transaction(workspaceId, async (tx) => {
      if (!(await lockChain(tx, workspaceId))) return false;
      const rows = await digestsOf(tx, workspaceId, waiting.slice(from, from + batch));
      if (rows.length === 0) return true;
      const head = (await chainHead(tx, workspaceId)) ?? { seq: 0, hash: genesis(workspaceId) };
      await insertLinks(tx, workspaceId, link(head, rows));
      await insertRefs(
        tx,
        workspaceId,
        rows.map((row) => row.auditId),
      );
      return true;
    });
    if (!linked) return false;
  }
  return waiting.length < round;
}
