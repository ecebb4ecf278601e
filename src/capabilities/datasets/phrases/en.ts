/** English words for datasets. */
const data = ["data", "dataset", "table", "file", "csv", "rows", "columns", "upload", "records"];

export const en = [
  {
    operation: "datasets.upload",
    all: [["upload", "import", "load", "attach", "bring", "ingest"]],
    some: ["file", "csv", "data", "dataset", "own", "upload"],
    not: ["sample", "clean", "train", "download", "deploy", "example"],
    example: "Upload a file",
  },
  {
    operation: "datasets.addSample",
    all: [["sample", "example", "demo", "bundled", "built-in"], ["add", "use", "try", "load", "give", "open", "import", "get", "want", "show", "need", "start", "begin"]],
    some: ["titanic", "wine", "diabetes", "breast", "cancer", "dataset"],
    not: ["predict", "drift", "simulate"],
    example: "Add the titanic sample",
  },
  {
    operation: "datasets.profile",
    all: [["profile", "describe", "explore", "inspect", "summarize", "summarise", "statistics", "analyze", "analyse", "look", "examine", "understand", "overview"], data],
    some: ["profile", "quality", "distribution"],
    not: ["model", "drift", "clean", "list", "drop"],
    example: "Profile the dataset",
  },
  {
    operation: "datasets.clean",
    all: [
      ["clean", "cleanse", "tidy", "drop", "remove", "fill", "impute", "handle", "fix", "replace", "deal", "discard", "delete", "clip", "prepare", "preprocess", "keep", "strip", "exclude", "eliminate", "treat", "get", "rid", "deduplicate", "complete"],
      [...data, "missing", "numeric", "non-numeric", "numerical", "nulls", "nan", "values", "duplicates", "outliers", "blanks", "gaps", "empty", "cells", "features", "text"],
    ],
    some: ["clean", "missing", "non-numeric", "duplicates", "outliers", "columns", "drop", "fill"],
    not: ["train", "deploy", "download", "project", "chat", "drift", "upload", "export"],
    example: "Clean the data: drop the non-numeric columns and fill missing values",
  },
  {
    operation: "datasets.download",
    all: [["download", "export", "save"], [...data, "processed", "cleaned", "result", "version"]],
    some: ["processed", "cleaned", "csv", "download", "dataset"],
    not: ["model", "training", "plots", "zip", "artifact"],
    example: "Download the processed dataset",
  },
  { operation: "datasets.list", all: [["list", "show", "which", "what"], ["datasets", "tables", "data", "files"]], some: ["my", "all", "have", "there"], not: ["clean", "quality", "profile", "drift", "sample"], example: "Show my datasets" },
] as const;
