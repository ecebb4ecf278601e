import { FlaskConical } from "lucide-react";
import { useT } from "../../../lib/i18n.ts";

/** Stands over every figure made of simulated rows. */
export function SimulatedNote() {
  const t = useT();
  return (
    <div className="note warn" role="status">
      <FlaskConical size={16} aria-hidden />
      <span>
        <b>{t("Simulated.")}</b> {t("These figures come from rows sent by “Simulate drift”, never from people or programs. Real traffic is kept apart.")}
      </span>
    </div>
  );
}

/** The same as a chip, beside titles. */
export function SimulatedChip() {
  const t = useT();
  return <span className="chip warn">{t("Simulated")}</span>;
}
