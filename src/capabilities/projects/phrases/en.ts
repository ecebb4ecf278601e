/** English words for projects. */
export const en = [
  {
    operation: "projects.create",
    all: [
      ["create", "make", "start", "new", "open", "set", "begin"],
      ["project", "workspace"],
    ],
    some: ["called", "named", "new"],
    not: ["model", "list"],
    example: "Create a project called Churn",
  },
  {
    operation: "projects.list",
    all: [["list", "show", "which", "what"], ["projects"]],
    some: ["my", "all"],
    not: ["create", "dataset", "run", "model"],
    example: "Show my projects",
  },
] as const;
