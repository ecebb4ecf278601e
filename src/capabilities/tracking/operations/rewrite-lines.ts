import { refuse } from "../../../kernel/contract/errors.ts";
import { implementIngest } from "../../../kernel/implement.ts";
import { rewriteLines } from "../contract/streams.ts";
import { nextLine, overwriteLines, presentRuns } from "../store/streams.ts";

export default implementIngest(rewriteLines, {
  async write(ctx, items) {
    const present = await presentRuns(ctx.tx, ctx.workspaceId, [...new Set(items.map((i) => i.input.runId))]);
    const answers: ({ next: number } | Error)[] = [];
    for (const { input } of items) {
      if (!present.has(input.runId)) {
        answers.push(refuse("not_found", `Run ${input.runId} is deleted; it takes no more lines.`, "Restore it first."));
        continue;
      }
      await overwriteLines(ctx.tx, ctx.workspaceId, input);
      ctx.emit("runs", input.runId);
      answers.push({ next: await nextLine(ctx.tx, ctx.workspaceId, input.runId, input.stream) });
    }
    return answers;
  },
});
