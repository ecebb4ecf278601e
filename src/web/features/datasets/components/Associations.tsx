import { Select } from "antd";
import { updateDataset, type Dataset } from "../../../../capabilities/datasets/contract.ts";
import type { Profile } from "../../../../capabilities/datasets/contract/profile.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { Card } from "../../../ui/Card.tsx";
import { Bar } from "../../../ui/Progress.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useDo } from "../../../ui/useDo.ts";

/** What goes with the target, strongest first; without a target, the way to name one. */
export function Associations({ profile, dataset }: { profile: Profile; dataset: Dataset }) {
  const t = useT();
  const f = useFormat();
  const update = useDo(updateDataset, {
    onDone: (after) =>
      toast({
        tone: "done",
        text: t("{name} now predicts {target}.", { name: after.name, target: after.target ?? "—" }),
        undo: () => update.mutateAsync({ datasetId: dataset.id, target: dataset.target }),
      }),
  });
  const strongest = profile.targetAssociations.slice(0, 10);
  return (
    <Card
      title={profile.target === null ? t("Target") : t("Goes with {target}", { target: profile.target })}
      remark={profile.target === null ? undefined : t("0 none, 1 fully")}
    >
      {dataset.target === null ? (
        <div className="pad col">
          <p className="t2">{t("Name the column a model should predict, and the profile shows what goes with it.")}</p>
          <Select
            showSearch
            aria-label={t("Target")}
            placeholder={t("Choose a column")}
            loading={update.isPending}
            onChange={(target: string) => update.mutate({ datasetId: dataset.id, target })}
            options={profile.columns.map((c) => ({ value: c.name, label: c.name }))}
          />
        </div>
      ) : profile.target === dataset.target && strongest.length > 0 ? (
        <ul className="top-list pad">
          {strongest.map((each) => (
            <li key={each.column}>
              <span className="mono ellipsis">{each.column}</span>
              <Bar share01={each.value01 ?? 0} label={each.column} />
              <span className="num right">{f.metric(each.value01)}</span>
            </li>
          ))}
        </ul>
      ) : (
        <p className="pad t2">{t("No column could be compared with {target}.", { target: dataset.target })}</p>
      )}
    </Card>
  );
}
