import type * as z from "zod";
import type { Quality } from "../../../../capabilities/datasets/contract/profile.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { Bar } from "../../../ui/Progress.tsx";

type Scores = z.output<typeof Quality>;

/** The four parts of the quality score, 0 to 100 each, with their weights on hover. */
export function useQualityParts(quality: Scores): { label: string; value01: number; why: string }[] {
  const t = useT();
  return [
    { label: t("Complete"), value01: quality.completeness01, why: t("Share of cells that are present; counts 40 %") },
    { label: t("Unique"), value01: quality.uniqueness01, why: t("Share of rows that do not repeat an earlier one; counts 20 %") },
    { label: t("Informative"), value01: quality.informativeness01, why: t("Columns that are neither constant nor a mere name of the row; counts 20 %") },
    { label: t("Regular"), value01: quality.regularity01, why: t("Values that are neither outliers nor blank; counts 20 %") },
  ];
}

export function QualityBars({ quality }: { quality: Scores }) {
  const parts = useQualityParts(quality);
  const f = useFormat();
  return (
    <div className="quality-parts">
      {parts.map((part) => (
        <div key={part.label} style={{ display: "contents" }} title={part.why}>
          <span className="sm">{part.label}</span>
          <Bar share01={part.value01} label={part.label} {...(part.value01 < 0.8 ? { tone: "warn" as const } : {})} />
          <span className={`sm num right ${part.value01 < 0.8 ? "warn" : "t2"}`}>{f.count(Math.round(part.value01 * 100))}</span>
        </div>
      ))}
    </div>
  );
}

/** Score and parts in a narrow column. */
export function QualityParts({ quality }: { quality: Scores }) {
  const t = useT();
  const f = useFormat();
  return (
    <>
      <span className="row">
        <span className="score">{f.count(Math.round(quality.score))}</span>
        <span className="sm t2">{t("of 100")}</span>
      </span>
      <QualityBars quality={quality} />
    </>
  );
}
