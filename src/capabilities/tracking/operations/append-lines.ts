import { refuse } from "../../../kernel/contract/errors.ts";
import { implementIngest } from "../../../kernel/implement.ts";
import { appendLines } from "../contract/streams.ts";
import { insertLines, nextLine, presentRuns } from "../store/streams.ts";

export default implementIngest(appendLines, {
  async write(ctx, items) {
    const present = await presentRuns(ctx.tx, ctx.workspaceId, [...new Set(items.map((i) => i.input.runId))]);
    const answers: ({ next: number } | Error)[] = [];
    for (const { input } of items) {
      if (!present.has(input.runId)) {
        answers.push(refuse("conflict", `Run ${input.runId} is deleted; it takes no more lines.`, "Restore it first."));
        continue;
      }
      const taken = await insertLines(ctx.tx, ctx.workspaceId, input);
      if (taken !== null) {
        answers.push(
          refuse(
            "conflict",
            `Line ${taken} of ${input.stream} in run ${input.runId} is written already, and says something else.`,
            "Go on after the last line (resume the run), or use another run.",
          ),
        );
        continue;
      }
      ctx.emit("runs", input.runId);
      answers.push({ next: await nextLine(ctx.tx, ctx.workspaceId, input.runId, input.stream) });
    }
    return answers;
  },
});
