/** English words for the registry's operations. */
export const en = [
  {
    operation: "models.register",
    all: [["register", "catalogue", "registry"]],
    some: ["model", "run", "version", "save", "best", "put", "add", "registry"],
    not: ["show", "list", "deploy"],
    example: "Register the best run as churn",
  },
  {
    operation: "models.promote",
    all: [["promote", "advance", "elevate"]],
    some: ["production", "prod", "live", "model", "version"],
    not: ["deploy", "back", "register", "who", "when", "undo", "rollback", "approve"],
    example: "Promote version 2 of churn to production",
  },
  {
    operation: "models.promote",
    all: [
      ["promote", "advance", "release", "move", "push", "make", "raise", "set", "put"],
      ["production", "prod"],
    ],
    some: ["production", "live", "version", "model"],
    not: ["deploy", "back", "register", "staging", "previous", "earlier", "who", "when", "undo", "rollback"],
    example: "Move the model to production",
  },
  {
    operation: "models.rollback",
    all: [["rollback", "roll-back"]],
    some: ["model", "version", "production", "staging"],
    example: "Roll churn back to the previous production version",
  },
  {
    operation: "models.rollback",
    all: [
      ["roll", "revert", "restore", "go", "return", "switch", "bring"],
      ["back", "previous", "earlier", "former", "prior", "before", "version", "model", "production", "deployment"],
    ],
    some: ["model", "version", "production", "staging", "back", "previous", "roll", "revert", "restore"],
    not: ["online", "out", "action", "step", "act", "live", "drift"],
    example: "Go back to the previous version",
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
