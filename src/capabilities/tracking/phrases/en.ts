/** English words for runs. */
export const en = [
  {
    operation: "runs.list",
    all: [
      ["list", "show", "which", "what"],
      ["runs", "experiments"],
    ],
    some: ["latest", "newest", "my", "recent"],
    not: ["compare", "register", "jobs", "deployed"],
    example: "Show the latest runs",
  },
] as const;
