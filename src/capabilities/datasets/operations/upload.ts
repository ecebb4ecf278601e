import { join, parse } from "node:path";
import { refuse } from "../../../kernel/contract/errors.ts";
import { implementUpload } from "../../../kernel/implement.ts";
import type { Scratch } from "../../../objects/port.ts";
import { uploadDataset } from "../contract.ts";
import type { Source } from "../contract/shapes.ts";
import { convert, type Converted } from "../importing/convert.ts";
import { maxUploadBytes, noRoom, receiveBytes, tooLarge } from "../importing/receive.ts";
import { encodingOf, toUtf8 } from "../importing/text.ts";
import { publish, targetAmong } from "../publish.ts";
import { freeName, needDataset, updateDataset } from "../store/datasets.ts";

interface Staged {
  scratch: Scratch;
  table: Converted;
  source: Source;
  target: string | null;
}

/** What a dataset is called when nobody says: the file's name without folder and ending. */
function nameOf(filename: string | null): string {
  const base = parse((filename ?? "").replaceAll("\\", "/"))
    .name.trim()
    .slice(0, 200);
  return base === "" ? "Uploaded table" : base;
}

export default implementUpload<typeof uploadDataset.input, typeof uploadDataset.output, Staged>(uploadDataset, {
  async prepare(ctx, input) {
    if (input.datasetId) {
      const dataset = await needDataset(ctx.tx, ctx.workspaceId, input.datasetId);
      if (dataset.projectId !== input.projectId)
        throw refuse("not_found", `Dataset ${input.datasetId} is not in project ${input.projectId}.`, "Give the project the dataset belongs to.");
    } else if (input.name) await freeName(ctx.tx, ctx.workspaceId, input.projectId, input.name);
  },

  async receive(ctx, input, body, meta) {
    if (meta.sizeBytes !== null && meta.sizeBytes > maxUploadBytes) throw tooLarge();
    const full = noRoom(await ctx.services.objects.space(), meta.sizeBytes);
    if (full) throw full;
    const scratch = await ctx.services.objects.scratch();
    try {
      const file = join(scratch.path, "upload");
      const received = await receiveBytes(body, file, input.encoding, meta.sizeBytes);
      const encoding = await encodingOf(file, received, input.encoding);
      await toUtf8(file, encoding);
      const table = await convert(ctx.services.duckdb, file, scratch.path, { delimiter: input.delimiter, header: input.header }, ctx.signal);
      const target = input.target === undefined ? null : targetAmong(table.columns, input.target);
      const { delimiter, header } = table.dialect;
      return {
        scratch,
        table,
        target,
        source: { filename: meta.filename, sizeBytes: received.sizeBytes, sha256: received.sha256, encoding, delimiter, header },
      };
    } catch (error) {
      await scratch.remove();
      throw error;
    }
  },

  async complete(ctx, input, { scratch, table, source, target }) {
    try {
      const name = input.name ?? nameOf(source.filename);
      const answer = await publish(ctx, {
        datasetId: input.datasetId ?? null,
        projectId: input.projectId,
        name,
        description: input.description ?? "",
        target,
        table,
        source,
        madeBy: "upload",
      });
      if (!input.datasetId || target === null || target === answer.dataset.target) return answer;
      await updateDataset(ctx.tx, ctx.workspaceId, answer.dataset.id, { name: answer.dataset.name, description: answer.dataset.description, target });
      return { ...answer, dataset: await needDataset(ctx.tx, ctx.workspaceId, answer.dataset.id) };
    } finally {
      await scratch.remove();
    }
  },

  discard: (_ctx, { scratch }) => scratch.remove(),
});
