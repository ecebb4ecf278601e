// The test of kills under MLflow's load with a hundred kills instead of three.
process.env["LUMINA_DRILL_ROUNDS"] ??= "100";
await import("../recovery/mlflow.test.ts");
