import { refuse, type Refusal } from "../../../kernel/contract/errors.ts";

export function deletedExperiment(id: string): Refusal {
  return refuse("conflict", `Experiment ${id} is deleted; it takes no traces.`, "Restore it, or name another one.");
}

export function foreignTrace(id: string): Refusal {
  return refuse(
    "conflict",
    `Trace ${id} cannot be written in this experiment: its id is taken in another project.`,
    "Use the experiment it was begun in, or another id.",
  );
}

export function noTrace(id: string): Refusal {
  return refuse("not_found", `There is no trace ${id} here.`, "Find them with `traces search`.");
}
