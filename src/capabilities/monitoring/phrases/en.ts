/** English words for monitoring. */
export const en = [
  {
    operation: "monitoring.drift",
    all: [
      ["monitor", "watch", "check", "track", "observe", "show", "how", "has", "is", "any", "detect", "look", "measure", "see", "drifting", "drifted", "tell"],
      [
        "drift",
        "drifting",
        "drifted",
        "performance",
        "health",
        "healthy",
        "traffic",
        "latency",
        "degraded",
        "degradation",
        "monitoring",
        "monitor",
        "shift",
        "shifted",
        "doing",
        "behaving",
      ],
    ],
    some: ["drift", "monitor", "performance", "model", "production", "health"],
    not: ["simulate", "inject", "retraining", "retrain", "train", "dataset", "deploy"],
    example: "Monitor the model performance for drift",
  },
  {
    operation: "monitoring.simulate",
    all: [
      ["simulate", "simulation", "fake", "pretend", "inject", "provoke"],
      ["drift", "shift", "shifted", "traffic", "simulation", "change"],
    ],
    some: ["simulate", "drift"],
    not: ["monitor", "stop"],
    example: "Simulate drift on Age",
  },
  {
    operation: "monitoring.retrain",
    all: [
      ["retrain", "re-train", "retraining", "again", "refresh", "renew", "update"],
      ["model", "retrain", "train", "deployment", "retraining", "re-train"],
    ],
    some: ["retrain", "again", "new"],
    not: ["deploy", "describe", "rename", "monitor"],
    example: "Retrain the model",
  },
] as const;
