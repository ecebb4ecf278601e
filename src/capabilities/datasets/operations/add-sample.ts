import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { implement } from "../../../kernel/implement.ts";
import { addSample } from "../contract.ts";
import { sampleCsv, sampleInfo } from "../domain/samples.ts";
import { titanicCsv } from "../domain/titanic.ts";
import { convert } from "../importing/convert.ts";
import { publish } from "../publish.ts";
import { freeName } from "../store/datasets.ts";

/** The tables have at most 891 rows, so the conversion fits into the operation's transaction (0.1 s). */
export default implement(addSample, async (ctx, input) => {
  const info = sampleInfo(input.sample);
  const name = input.name ?? info.title;
  await freeName(ctx.tx, ctx.workspaceId, input.projectId, name);
  const text = input.sample === "titanic" ? titanicCsv(input.seed) : await sampleCsv(input.sample, (file) => ctx.services.samples.read(file));
  const scratch = await ctx.services.objects.scratch();
  try {
    const file = join(scratch.path, "sample");
    await writeFile(file, text);
    const table = await convert(ctx.services.duckdb, file, scratch.path, { delimiter: "comma", header: "yes" }, ctx.signal);
    return await publish(ctx, {
      datasetId: null,
      projectId: input.projectId,
      name,
      description: info.description,
      target: info.target,
      table,
      source: null,
      madeBy: "sample",
    });
  } finally {
    await scratch.remove();
  }
});
