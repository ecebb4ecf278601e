import { Checkbox } from "antd";
import { Sparkles } from "lucide-react";
import type { Algorithm, Recommendation } from "../../../../capabilities/training/contract.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";

export interface AlgorithmPickProps {
  algorithms: Recommendation["algorithms"];
  chosen: ReadonlySet<Algorithm>;
  onChange(chosen: ReadonlySet<Algorithm>): void;
}

/** Every algorithm that can do the task, with its time; the recommended ones are marked. */
export function AlgorithmPick({ algorithms, chosen, onChange }: AlgorithmPickProps) {
  const t = useT();
  const f = useFormat();
  if (algorithms.length === 0) return <p className="t2">{t("They follow from the target and the task.")}</p>;
  return (
    <div className="algorithms" role="group" aria-label={t("Algorithms")}>
      {algorithms.map((each) => (
        <Checkbox
          key={each.algorithm}
          title={each.reason}
          checked={chosen.has(each.algorithm)}
          onChange={(event) => onChange(new Set(event.target.checked ? [...chosen, each.algorithm] : [...chosen].filter((a) => a !== each.algorithm)))}
        >
          <span className="ellipsis">{each.label}</span>
          {each.recommended ? (
            <>
              <Sparkles size={13} aria-hidden className="pri" />
              <span className="sr">{t("recommended")}</span>
            </>
          ) : null}
          <span className="end">{f.duration(each.expectedSeconds * 1000)}</span>
        </Checkbox>
      ))}
    </div>
  );
}
