import type { Run } from "../../../../capabilities/tracking/contract/runs.ts";

/** What is known about how a run came to be. */
export interface Origin {
  command: string | null;
  program: string | null;
  commit: string | null;
  branch: string | null;
  repository: string | null;
  dirty: boolean;
  python: string | null;
  /** Path of the artifact with the packages, and the logged model that holds it where the run does not. */
  packages: string | null;
  packagesOf: string | null;
  /** Set where the platform itself can do it again. */
  trainingId: string | null;
}

const packageFiles = ["environment/requirements.txt", "requirements.txt", "model/requirements.txt", "wandb/requirements.txt"];

/** Reads the tags every client writes (MLflow's names first) and finds the packages among the artifacts. */
export function originOf({ tags }: Pick<Run, "tags">, artifacts: readonly string[], loggedModelId: string | null = null): Origin {
  const of = (...keys: string[]): string | null => keys.map((key) => tags[key]).find((value) => value !== undefined && value !== "") ?? null;
  const program = of("mlflow.source.name");
  const packages = packageFiles.find((path) => artifacts.includes(path)) ?? artifacts.find((path) => path.endsWith("/requirements.txt")) ?? null;
  return {
    command: of("lumina.command") ?? entryPoint(program, of("mlflow.project.entryPoint")),
    program,
    commit: of("mlflow.source.git.commit", "mlflow.gitCommit"),
    branch: of("mlflow.source.git.branch", "mlflow.gitBranch"),
    repository: of("mlflow.source.git.repoURL", "mlflow.gitRepoURL"),
    dirty: tags["lumina.git.dirty"] === "true",
    python: of("lumina.python"),
    packages: packages ?? (loggedModelId === null ? null : "requirements.txt"),
    packagesOf: packages === null ? loggedModelId : null,
    trainingId: of("training"),
  };
}

function entryPoint(program: string | null, entry: string | null): string | null {
  if (program === null) return null;
  if (entry !== null && entry !== "main") return `mlflow run . -e ${entry}`;
  return program.endsWith(".py") ? `python ${program}` : null;
}

const quoted = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

/** Lines for a shell that bring code, packages and command back, as far as they are known. */
export function scriptOf(runId: string, origin: Origin): string {
  const lines: string[] = [];
  if (origin.repository !== null) lines.push(`git clone ${quoted(origin.repository)} again && cd again`);
  if (origin.commit !== null) lines.push(`git checkout ${quoted(origin.commit)}`);
  if (origin.packages !== null)
    lines.push(
      `./lumina ${origin.packagesOf === null ? `runs download-artifact ${runId}` : `logged-models download-artifact ${origin.packagesOf}`} ${quoted(origin.packages)} --out requirements.txt`,
      `python -m venv .venv && .venv/bin/pip install -r requirements.txt`,
    );
  if (origin.command !== null) lines.push(origin.packages === null ? origin.command : origin.command.replace(/^python3?(?:\.\d+)? /, ".venv/bin/python "));
  return lines.join("\n");
}
