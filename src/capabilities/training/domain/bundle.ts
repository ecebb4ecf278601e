import type { Training } from "../contract.ts";

/** Folder of a candidate's files in the zip. */
export function folderOf(candidate: Training["candidates"][number]): string {
  return `models/${candidate.algorithm}`;
}

/** Scores of all candidates as a table; the spread over the folds stands beside each mean. */
export function metricsCsv(training: Training): string {
  const keys = [...new Set(training.candidates.flatMap((candidate) => Object.keys(candidate.metrics)))];
  const head = ["rank", "algorithm", "status", "format", "fit_seconds", "size_bytes", "latency_ms", ...keys.flatMap((key) => [key, `${key}_sd`])];
  const rows = training.candidates.map((c) => [
    c.rank,
    c.algorithm,
    c.status,
    c.format,
    c.fitSeconds,
    c.sizeBytes,
    c.latencyMs,
    ...keys.flatMap((key) => [c.metrics[key], c.deviations[key]]),
  ]);
  return [head, ...rows].map((row) => row.map((cell) => cell ?? "").join(",")).join("\n") + "\n";
}

export function readme(training: Training): string {
  const best = training.candidates.find((candidate) => candidate.rank === 1);
  const board = training.candidates.map(
    (c) =>
      `| ${c.rank ?? ""} | ${c.label} | ${c.status} | ${show(c.metrics[training.primaryMetric])} ± ${show(c.deviations[training.primaryMetric])} | ${c.format ?? ""} |`,
  );
  return `# ${training.name}

${training.task} of \`${training.target}\`, ${training.folds} folds, seed ${training.seed}, dataset ${training.datasetId} version ${training.version}.

| rank | algorithm | status | ${training.primaryMetric} | format |
|---|---|---|---|---|
${board.join("\n")}

## What is here
- \`example.py\`: loads ${best ? `the best model (${best.label})` : "a model"} and predicts one row: \`pip install -r requirements.txt && python example.py\`
- \`models/<algorithm>/model\`: \`model.onnx\` (where it answers as the library does, see \`gate.json\`), \`native.joblib\`, \`signature.json\`, \`reference.json\`, \`importance.json\`, \`plots/\`
- \`models/<algorithm>/predictions.parquet\`: out-of-fold predictions of every training row
- \`metrics.csv\`, \`training.json\`: scores, settings, columns and what was done with each
- \`logs/\`: what the trainer said
`;
}

/** A program that loads the exported graph and predicts the example row of the signature. */
export function example(folder: string): string {
  return `"""Loads the exported model and predicts one row. Needs onnxruntime and numpy."""

import json
import os
from pathlib import Path

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
import numpy as np
import onnxruntime as ort

model = Path(__file__).parent / "${folder}" / "model"
signature = json.loads((model / "signature.json").read_text(encoding="utf-8"))
session = ort.InferenceSession(str(model / "model.onnx"), providers=["CPUExecutionProvider"])


def predict(rows):
    """Predict rows given as dictionaries; a field that is left out counts as missing."""
    feed = {}
    for field in signature["inputs"]:
        values = [row.get(field["name"]) for row in rows]
        if field["type"] == "string":
            column = np.array([["" if value is None else str(value)] for value in values], dtype=object)
        else:
            column = np.array([[np.nan if value is None else float(value)] for value in values], dtype=np.float32)
        feed[field["name"]] = column
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, feed)))


if __name__ == "__main__":
    row = {field["name"]: field["example"] for field in signature["inputs"]}
    print("row:", json.dumps(row, ensure_ascii=False))
    for name, values in predict([row]).items():
        print(f"{name}:", values.tolist())
`;
}

/** The same for a model that only its own library can run. */
export function nativeExample(folder: string): string {
  return `"""Loads the model with its own library and predicts one row. Needs requirements.txt and the package luminaops_trainer."""

import json
from pathlib import Path

import joblib
import pandas as pd

model = Path(__file__).parent / "${folder}" / "model"
signature = json.loads((model / "signature.json").read_text(encoding="utf-8"))
pipeline = joblib.load(model / "native.joblib")

if __name__ == "__main__":
    row = pd.DataFrame([{field["name"]: field["example"] for field in signature["inputs"]}])
    predicted = pipeline.predict(row)[0]
    print("prediction:", signature["classes"][int(predicted)] if signature["task"] == "classification" else float(predicted))
`;
}

function show(value: number | undefined): string {
  return value === undefined ? "" : value.toFixed(4);
}
