import type { Change } from "../contract/compare.ts";
import type { RunLinks } from "../contract/links.ts";
import type { Run } from "../contract/runs.ts";

/** What is known of one run besides its parameters. */
export interface Known {
  run: Run;
  links: RunLinks;
  /** `name → version` of an environment file; null where the run keeps none. */
  packages: ReadonlyMap<string, string> | null;
}

const codeTags: readonly (readonly [string, string])[] = [
  ["commit", "mlflow.source.git.commit"],
  ["branch", "mlflow.source.git.branch"],
  ["repository", "mlflow.source.git.repoURL"],
  ["uncommitted changes", "lumina.git.dirty"],
  ["program", "mlflow.source.name"],
  ["command", "lumina.command"],
  ["entry point", "mlflow.project.entryPoint"],
];
const environmentTags: readonly (readonly [string, string])[] = [
  ["python", "lumina.python"],
  ["platform", "lumina.platform"],
  ["image", "mlflow.docker.image.name"],
];

/** Code, data and environment side by side; lines that no run has are left out, those that differ come first. */
export function changesOf(known: readonly Known[]): Change[] {
  const line = (area: Change["area"], key: string, of: (k: Known) => string | null): Change[] => {
    const values = known.map(of);
    return values.every((value) => value === null) ? [] : [{ area, key, values, differs: values.some((value) => value !== values[0]) }];
  };
  const tagged = (area: Change["area"], tags: typeof codeTags) => tags.flatMap(([key, tag]) => line(area, key, ({ run }) => run.tags[tag] ?? null));
  const packages = [...new Set(known.flatMap((k) => [...(k.packages?.keys() ?? [])]))].toSorted();
  const changes = [
    ...tagged("code", codeTags),
    ...line("data", "dataset", ({ run }) => (run.datasetId === null ? null : `${run.datasetId} v${run.datasetVersion ?? 1}`)),
    ...contexts(known).flatMap((context) => dataLines(context, line)),
    ...tagged("environment", environmentTags),
    ...packages.flatMap((name) => line("environment", name, (k) => k.packages?.get(name) ?? null)),
  ];
  const areas = ["code", "data", "environment"];
  return changes.toSorted((a, b) => areas.indexOf(a.area) - areas.indexOf(b.area) || Number(b.differs) - Number(a.differs));
}

const contextTag = "mlflow.data.context";
type Input = RunLinks["inputs"]["datasets"][number];

const contextOf = (input: Input): string => input.tags[contextTag] ?? "";

function contexts(known: readonly Known[]): string[] {
  return [...new Set(known.flatMap((k) => k.links.inputs.datasets.map(contextOf)))].toSorted();
}

function dataLines(context: string, line: (area: "data", key: string, of: (k: Known) => string | null) => Change[]): Change[] {
  const prefix = context === "" ? "input" : context;
  const read = (k: Known, of: (input: Input) => string | null): string | null => {
    const parts = k.links.inputs.datasets.filter((input) => contextOf(input) === context).flatMap((input) => of(input) ?? []);
    return parts.length === 0 ? null : parts.toSorted().join(", ");
  };
  return [
    ...line("data", `${prefix} data`, (k) => read(k, (input) => input.name)),
    ...line("data", `${prefix} digest`, (k) => read(k, (input) => input.digest)),
    ...line("data", `${prefix} rows`, (k) => read(k, (input) => rowsOf(input.profile))),
    ...line("data", `${prefix} columns`, (k) => read(k, (input) => columnsOf(input.schema))),
  ];
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function rowsOf(profile: string | null): string | null {
  const found = parsed(profile);
  if (found === null || typeof found !== "object" || !("num_rows" in found)) return null;
  return typeof found.num_rows === "number" ? String(found.num_rows) : null;
}

/** Names and types of a schema in MLflow's form. */
function columnsOf(schema: string | null): string | null {
  const found = parsed(schema);
  if (found === null || typeof found !== "object" || !("mlflow_colspec" in found) || !Array.isArray(found.mlflow_colspec)) return null;
  const columns = found.mlflow_colspec as { name?: unknown; type?: unknown }[];
  return columns.map((column) => `${String(column.name ?? "?")} ${String(column.type ?? "?")}`).join(", ");
}

/** Packages of a requirements.txt, or of the pip part of a conda or python environment file. */
export function packagesOf(text: string): Map<string, string> {
  const out = new Map<string, string>();
  for (const raw of text.split("\n")) {
    const line = raw
      .replace(/(^|\s)#.*$/, "")
      .replace(/^\s*-\s+/, "")
      .trim();
    const found = /^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*(?:===?|@|~=|>=|<=|=)\s*([^;\s]+)/.exec(line);
    if (found?.[1] && found[2]) out.set(found[1].toLowerCase().replaceAll("_", "-"), found[2].replace(/,.*$/, ""));
  }
  return out;
}
