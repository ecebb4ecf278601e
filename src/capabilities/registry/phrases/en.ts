/** English words for the registry's operations. */
export const en = [
  {
    operation: "models.register",
    all: [["register", "catalogue", "registry"]],
    some: ["model", "run", "version", "save"],
    not: ["show", "list"],
    example: "Register the best run as churn",
  },
  {
    operation: "models.promote",
    all: [
      ["promote", "advance", "release", "move", "push"],
      ["production", "staging", "live", "stage", "version", "model"],
    ],
    some: ["production", "live"],
    not: ["deploy", "back", "register"],
    example: "Promote version 2 of churn to production",
  },
  {
    operation: "models.rollback",
    all: [
      ["rollback", "roll-back", "roll", "revert", "restore", "previous"],
      ["back", "rollback", "roll-back", "revert", "previous", "earlier"],
    ],
    some: ["model", "version", "production", "staging"],
    not: ["deployment"],
    example: "Roll churn back to the previous production version",
  },
  {
    operation: "models.list",
    all: [
      ["list", "show", "which", "what"],
      ["models", "registry"],
    ],
    some: ["registered", "have"],
    not: ["train", "deploy", "history", "versions"],
    example: "Show my models",
  },
  {
    operation: "models.versions",
    all: [["compare", "list", "show"], ["versions"]],
    some: ["model", "metrics"],
    not: ["dataset", "data"],
    example: "Compare the versions of churn",
  },
  {
    operation: "models.history",
    all: [
      ["history", "who", "when"],
      ["model", "promoted", "production", "staging", "stage"],
    ],
    some: ["changed", "moved", "why"],
    not: ["chat", "job"],
    example: "Who moved churn to production and when?",
  },
  { operation: "models.archive", all: [["archive", "retire"], ["model"]], not: ["project"], example: "Archive the model churn" },
] as const;
