import { useT } from "../../../lib/i18n.ts";
import { Segments } from "../../../ui/Segments.tsx";
import { useView, windows, type Source } from "../hooks/useView.ts";

/** Window and source switch. */
export function ViewTools() {
  const t = useT();
  const view = useView();
  const label = (hours: number) => (hours < 48 ? t("{n} h", { n: hours }) : t("{n} d", { n: hours / 24 }));
  return (
    <>
      <Segments<Source>
        label={t("Source of the rows")}
        value={view.source}
        onChange={view.chooseSource}
        options={[
          { value: "real", label: t("Real") },
          { value: "simulated", label: t("Simulated") },
        ]}
      />
      <Segments
        label={t("Window")}
        value={String(view.hours)}
        onChange={view.chooseHours}
        options={windows.map((hours) => ({ value: String(hours), label: label(hours) }))}
      />
    </>
  );
}
