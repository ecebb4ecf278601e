/** English words for monitoring. */
const acts = ["simulate", "simulated", "inject", "pretend", "send", "sd", "deviations", "deviation", "retrain", "retraining", "train", "deploy", "fake"];

export const en = [
  {
    operation: "monitoring.drift",
    all: [["drift", "monitor", "monitoring", "degraded", "degradation"]],
    some: ["drift", "monitor", "performance", "model", "production", "deployment", "health", "watch", "data", "report"],
    not: acts,
    example: "Monitor the model performance for drift",
  },
  {
    operation: "monitoring.drift",
    all: [
      ["monitor", "watch", "check", "track", "observe", "show", "how", "has", "is", "any", "detect", "look", "measure", "see", "keep", "tell", "are"],
      ["drift", "performance", "health", "healthy", "traffic", "latency", "degraded", "quality", "shift", "doing", "behaving", "predictions"],
    ],
    some: ["drift", "monitor", "performance", "model", "production", "health", "deployment"],
    not: [...acts, "dataset", "data", "did", "table"],
    example: "How is the production model doing?",
  },
  {
    operation: "monitoring.simulate",
    all: [["simulate", "simulation", "inject", "pretend", "provoke"]],
    some: ["simulate", "drift", "shift", "traffic"],
    not: ["stop"],
    example: "Simulate drift on Age",
  },
  {
    operation: "monitoring.simulate",
    all: [
      ["shift", "move", "send", "push", "generate", "add"],
      ["sd", "deviation", "shifted", "drifted", "drift", "shift"],
    ],
    some: ["standard", "shifted", "drift"],
    not: ["monitor", "check", "has", "have"],
    example: "Send shifted data",
  },
  {
    operation: "monitoring.retrain",
    all: [["retrain", "re-train", "retraining"]],
    some: ["model", "again", "new", "newest", "version", "deployment"],
    not: ["describe", "rename", "monitor"],
    example: "Retrain the model",
  },
  {
    operation: "monitoring.retrain",
    all: [
      ["train", "fit", "refresh", "renew", "update", "learn"],
      ["again", "newest", "newer", "latest", "fresh", "new"],
    ],
    some: ["again", "newest", "latest", "model", "refresh"],
    not: ["deploy", "project", "describe", "dataset", "regression", "classification", "a", "sample", "file"],
    example: "Train the model again on the newest data",
  },
  {
    operation: "monitoring.retrain",
    all: [["refresh", "renew", "update"], ["model"]],
    some: ["again", "newest", "latest", "new", "data"],
    not: ["describe", "description", "rename", "name", "deploy"],
    example: "Refresh the model",
  },
] as const;
