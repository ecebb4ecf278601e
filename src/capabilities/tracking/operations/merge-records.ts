import { implement } from "../../../kernel/implement.ts";
import { mergeRecords, type EvaluationRecord } from "../contract/evaluation.ts";
import { evaluationDigest, inputHash, mergedRecord, widenSchema } from "../domain/evaluation.ts";
import { lockKnownEvaluation } from "../known-evaluation.ts";
import { recordsByHash, upsertRecords } from "../store/evaluation-records.ts";
import { touchEvaluation } from "../store/evaluations.ts";

export default implement(mergeRecords, async (ctx, { evaluationId, records, updatedBy }) => {
  const set = await lockKnownEvaluation(ctx, evaluationId);
  const now = ctx.now();
  const at = now.toISOString();
  const by = updatedBy === undefined ? ctx.actor.name : updatedBy;
  const given = records.map((record) => ({ record, hash: inputHash(record.inputs) }));
  const standing = await recordsByHash(
    ctx.tx,
    ctx.workspaceId,
    evaluationId,
    given.map((g) => g.hash),
  );
  const written = new Map<string, EvaluationRecord>();
  let inserted = 0;
  for (const { record, hash } of given) {
    const before = written.get(hash) ?? standing.get(hash);
    if (!before) inserted += 1;
    written.set(
      hash,
      before
        ? mergedRecord(before, record, at, by)
        : {
            id: ctx.newId(),
            inputs: record.inputs,
            outputs: record.outputs ?? null,
            expectations: record.expectations ?? null,
            tags: record.tags ?? {},
            source: record.source ?? null,
            createdAt: at,
            updatedAt: at,
            createdBy: by,
            updatedBy: by,
          },
    );
  }
  if (written.size === 0) {
    ctx.unchanged();
    return { inserted: 0, updated: 0 };
  }
  await upsertRecords(
    ctx.tx,
    ctx.workspaceId,
    evaluationId,
    [...written].map(([hash, record]) => ({ ...record, hash })),
  );
  const schema = widenSchema(set.schema, records);
  await touchEvaluation(ctx.tx, ctx.workspaceId, evaluationId, { schema, digest: evaluationDigest(set.name, now), at: now, updatedBy: by });
  ctx.emit("evaluations", evaluationId);
  ctx.audit({ after: { inserted, updated: records.length - inserted } });
  return { inserted, updated: records.length - inserted };
});
