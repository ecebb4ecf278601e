import type { Deployment } from "../../../../capabilities/serving/contract/shapes.ts";
import { useT } from "../../../lib/i18n.ts";
import { StatusChip, StatusIcon } from "../../../ui/StatusIcon.tsx";
import { problemWord, removedWord, statusOf } from "./words.ts";

/** State of a deployment as icon and word, or as a chip beside a title. */
export function DeploymentStatus({ of, chip = false }: { of: Pick<Deployment, "status">; chip?: boolean }) {
  const t = useT();
  const word = of.status === "problem" ? { word: t(problemWord) } : of.status === "removed" ? { word: t(removedWord) } : {};
  return chip ? <StatusChip status={statusOf(of)} {...word} /> : <StatusIcon status={statusOf(of)} {...word} />;
}
