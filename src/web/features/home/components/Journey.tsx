import { Button } from "antd";
import { CircleCheck, CircleDashed, CircleDot } from "lucide-react";
import { useState } from "react";
import { Link } from "react-router";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { Card } from "../../../ui/Card.tsx";
import { useCollection } from "../../../ui/collection.tsx";
import { useJourney } from "../hooks/useJourney.ts";

const hiddenKey = "lumina.journey.hidden";

/** Eight steps from data to a served model; the next one is blue. */
export function Journey() {
  const t = useT();
  const place = usePlace();
  const steps = useJourney();
  const sections = new Set(useCollection().flatMap((m) => (m.navigation ?? []).map((item) => item.path)));
  const [hidden, setHidden] = useState(() => localStorage.getItem(hiddenKey) === "1");
  const done = steps.filter((step) => step.done).length;
  const next = steps.find((step) => !step.done);
  if (hidden || done === steps.length) return null;
  return (
    <Card
      title={t("From data to a served model")}
      remark={done === 0 ? t("0 of {all}, about 20 min with a sample", { all: steps.length }) : t("{done} of {all}", { done, all: steps.length })}
      actions={
        <Button
          size="small"
          className="quiet"
          onClick={() => {
            localStorage.setItem(hiddenKey, "1");
            setHidden(true);
          }}
        >
          {t("Hide")}
        </Button>
      }
    >
      <ol className="journey">
        {steps.map((step) => {
          const isNext = step === next;
          const Icon = step.done ? CircleCheck : isNext ? CircleDot : CircleDashed;
          return (
            <li key={step.key} aria-current={isNext ? "step" : undefined}>
              <span className={`row g6 m ${isNext ? "pri" : step.done ? "" : "t2"}`}>
                <Icon size={14} aria-hidden color={`var(${step.done ? "--ok" : isNext ? "--primary" : "--text-3"})`} />
                {sections.has(step.section) ? <Link to={place.at(step.section, null)}>{t(step.label)}</Link> : t(step.label)}
              </span>
              <small className="t3 xs block">{step.done ? t("Done") : isNext ? t("Next") : t(step.hint)}</small>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
