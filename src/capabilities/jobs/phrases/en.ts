/** English words for jobs. */
export const en = [
  {
    operation: "jobs.list",
    all: [
      ["list", "show", "which", "what", "is"],
      ["jobs", "queue", "running", "queued"],
    ],
    some: ["jobs", "now", "progress"],
    not: ["cancel", "deployed", "runs", "model"],
    example: "What is running?",
  },
] as const;
