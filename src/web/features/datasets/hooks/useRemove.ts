import { useNavigate } from "react-router";
import { removeDataset, type Dataset } from "../../../../capabilities/datasets/contract.ts";
import { listAudit, undoAudit } from "../../../../capabilities/governance/contract.ts";
import { api } from "../../../lib/client.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { confirm } from "../../../ui/Confirm.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useDo } from "../../../ui/useDo.ts";

/** Asks, removes datasets from the lists and offers the way back for 10 s. Answers true when done. */
export function useRemove(): (datasets: readonly Dataset[], after?: string) => Promise<boolean> {
  const t = useT();
  const place = usePlace();
  const navigate = useNavigate();
  const remove = useDo(removeDataset);
  const undo = useDo(undoAudit, { also: ["datasets"] });
  const bringBack = async (ids: readonly string[], comeBack: boolean) => {
    for (const id of ids) {
      const { items } = await api(listAudit, { target: id, operation: "datasets.remove", limit: 1 });
      const row = items[0];
      if (row) await undo.mutateAsync({ auditId: row.id });
    }
    const only = ids.length === 1 ? ids[0] : undefined;
    if (only !== undefined && comeBack) void navigate(place.at(`datasets/${only}`));
  };
  return async (datasets, next) => {
    const first = datasets[0];
    if (!first) return false;
    const title = datasets.length === 1 ? t("Remove {name}", { name: first.name }) : t("Remove {n} datasets", { n: datasets.length });
    const yes = await confirm({
      title,
      effect: t(
        "{n, plural, one {It leaves} other {They leave}} every list, with all versions. Runs and models made from {n, plural, one {it} other {them}} stay.",
        { n: datasets.length },
      ),
      facts: [[t("Versions"), String(datasets.reduce((sum, d) => sum + d.latestVersion, 0))]],
      act: title,
      danger: true,
      kept: t("The rows are kept; undo brings the dataset back as it was."),
    });
    if (!yes) return false;
    const done = await Promise.allSettled(datasets.map((d) => remove.mutateAsync({ datasetId: d.id })));
    const gone = datasets.filter((_, i) => done[i]?.status === "fulfilled");
    if (gone.length === 0) return false;
    if (next !== undefined) void navigate(next);
    toast({
      tone: "done",
      text: t("{n, plural, one {# dataset removed} other {# datasets removed}}", { n: gone.length }),
      undo: () =>
        bringBack(
          gone.map((d) => d.id),
          next !== undefined,
        ),
    });
    return true;
  };
}
