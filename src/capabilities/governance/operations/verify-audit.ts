import type { Ctx } from "../../../kernel/ctx.ts";
import { implement } from "../../../kernel/implement.ts";
import { verifyAudit } from "../contract.ts";
import { check, genesis, type Problem } from "../domain.ts";
import { toAuditRow } from "../store/audit.ts";
import { linksAfter, unlinkedTail } from "../store/chain.ts";

const batch = 5000;
const shownProblems = 100;

export default implement(verifyAudit, async (ctx, noted) => {
  const { checked, head, problems } = await walk(ctx, noted);
  const tail = await unlinkedTail(ctx.tx, ctx.workspaceId, 100);
  return {
    ok: problems.length === 0,
    checked,
    head,
    problems: problems.slice(0, shownProblems),
    problemCount: problems.length,
    unlinked: { count: tail.count, openMinutes: tail.openMinutes, items: tail.rows.map(toAuditRow) },
  };
});

/** Follows the chain from its first link, a batch at a time. */
async function walk(ctx: Ctx, noted: { seq?: number | undefined; hash?: string | undefined }) {
  let last = { seq: 0, hash: genesis(ctx.workspaceId) };
  let checked = 0;
  let notedHash: string | undefined;
  const problems: Problem[] = [];
  for (;;) {
    const links = await linksAfter(ctx.tx, ctx.workspaceId, last.seq, batch);
    for (const link of links) {
      problems.push(...check(last, link));
      last = { seq: link.seq, hash: link.hash };
      if (link.seq === noted.seq) notedHash = link.hash;
    }
    checked += links.length;
    if (links.length < batch) break;
  }
  if (noted.seq !== undefined && notedHash === undefined)
    problems.push({ seq: noted.seq, auditId: null, problem: `The chain ends at link ${last.seq}; link ${noted.seq} was cut off.` });
  else if (noted.seq !== undefined && noted.hash !== undefined && notedHash !== noted.hash)
    problems.push({ seq: noted.seq, auditId: null, problem: `Link ${noted.seq} is not the one that was noted: the chain was written anew.` });
  return { checked, head: checked === 0 ? null : last, problems };
}
