/** The files that the SDK sends line by line, and the streams of ours that hold them. */
export const streams = {
  history: "wandb-history.jsonl",
  events: "wandb-events.jsonl",
  summary: "wandb-summary.json",
  output: "output.log",
} as const;
