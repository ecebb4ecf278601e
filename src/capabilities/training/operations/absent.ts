import { refuse, type Refusal } from "../../../kernel/contract/errors.ts";

export function absent(trainingId: string): Refusal {
  return refuse("not_found", `There is no training ${trainingId} here.`, "List them with `training list`.");
}
