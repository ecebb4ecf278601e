import type { Stage } from "../../../../capabilities/registry/contract/shapes.ts";
import { promoteModel } from "../../../../capabilities/registry/contract/stages.ts";
import { useT } from "../../../lib/i18n.ts";
import { confirm } from "../../../ui/Confirm.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useDo } from "../../../ui/useDo.ts";
import { stageWords } from "./words.ts";

interface Of {
  modelId: string;
  name: string;
  version: number;
  from: Stage;
  /** Which version the stage holds now. */
  holds: number | null;
}

/** Moves a version to a stage: production asks first and says what it replaces; others act at once and can be undone. */
export function usePromote() {
  const t = useT();
  // No toast for a request: the banner of the page shows it.
  const move = useDo(promoteModel, { also: ["approvals", "deployments", "monitoring"], onApproval: () => {} });
  const ask = async (of: Of, stage: Stage) => {
    let reason = "";
    if (stage === "production") {
      const answer = await confirm({
        title: t("Promote {name} v{version} to production", of as unknown as Record<string, string | number>),
        effect:
          of.holds === null
            ? t("Deployments that follow production start to serve it. In a workspace of two or more another person must approve first.")
            : t("It replaces v{holds} in every deployment that follows production. In a workspace of two or more another person must approve first.", {
                holds: of.holds,
              }),
        facts: [
          [t("Now in production"), of.holds === null ? t("nothing") : t("v{version}", { version: of.holds })],
          [t("Undo"), t("roll back, one click, about a second")],
        ],
        act: t("Promote to production"),
        danger: true,
        reason: t("kept in the history"),
      });
      if (answer === null) return;
      reason = answer.reason;
    }
    move.mutate(
      { modelId: of.modelId, version: of.version, stage, ...(reason === "" ? {} : { reason }) },
      {
        onSuccess: (acted) => {
          if (acted.kind !== "done") return;
          toast({
            tone: "done",
            text: t("{name} v{version}: {stage}", { name: of.name, version: of.version, stage: t(stageWords[stage]) }),
            ...(stage === "production" ? {} : { undo: () => move.mutateAsync({ modelId: of.modelId, version: of.version, stage: of.from }) }),
          });
        },
      },
    );
  };
  return { ask: (of: Of, stage: Stage) => void ask(of, stage), busy: move.isPending };
}
