import { rollbackDeployment } from "../../../../capabilities/serving/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { confirm } from "../../../ui/Confirm.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useDo } from "../../../ui/useDo.ts";
import type { Detail } from "./DeploymentFrame.tsx";

/** Serves an earlier revision again, after saying what it replaces. */
export function useRollback(d: Detail) {
  const t = useT();
  const act = useDo(rollbackDeployment, {
    also: ["monitoring", "models"],
    onDone: ({ deployment }) => toast({ tone: "done", text: t("{name} serves v{version} now", { name: deployment.name, version: deployment.modelVersion }) }),
  });
  const ask = async (to: { revision: number; modelVersion: number } | null) => {
    const answer = await confirm({
      title: to === null ? t("Roll {name} back", { name: d.name }) : t("Roll {name} back to revision {n}", { name: d.name, n: to.revision }),
      effect: d.followsProduction
        ? t("It serves the earlier version until the model's production stage moves next. Requests go on without a gap.")
        : t("It serves the earlier version again. Requests go on without a gap."),
      facts: [
        [t("Now"), t("v{version}", { version: d.modelVersion })],
        [t("After"), to === null ? t("the last other version") : t("v{version}", { version: to.modelVersion })],
        [t("Takes"), t("about a second")],
      ],
      act: to === null ? t("Roll back") : t("Roll back to v{version}", { version: to.modelVersion }),
      danger: true,
      reason: t("kept with the revision"),
    });
    if (answer) act.mutate({ deploymentId: d.id, reason: answer.reason, ...(to === null ? {} : { revision: to.revision }) });
  };
  return { ask: (to: { revision: number; modelVersion: number } | null) => void ask(to), busy: act.isPending };
}
