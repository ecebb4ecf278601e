/** English words for deployments. */
export const en = [
  {
    operation: "deployments.create",
    all: [["deploy", "serve", "host", "ship", "publish", "launch", "put", "install", "expose"], ["model", "staging", "production", "version", "live", "endpoint", "online", "it", "best", "deploy", "winner", "stage"]],
    some: ["deploy", "staging", "production", "serve", "endpoint", "live"],
    not: ["list", "show", "promote", "rollback", "undeploy", "drift", "monitor", "dataset", "file"],
    example: "Deploy this model to staging",
  },
  {
    operation: "deployments.predict",
    all: [["predict", "prediction", "score", "try", "test", "infer"], ["deployment", "row", "record", "prediction", "passenger", "customer", "for", "with", "endpoint", "it", "one"]],
    some: ["prediction", "try", "row", "age", "deployment"],
    not: ["train", "sample", "whether", "who", "drift", "algorithm", "model", "dataset"],
    example: "Try one prediction with the deployment",
  },
  { operation: "deployments.list", all: [["list", "show", "which", "what"], ["deployments", "deployed", "served", "endpoints", "serving", "running"]], some: ["deployments", "deployed"], not: ["job", "training", "drift", "history"], example: "What is deployed?" },
] as const;
