import { useQuery } from "@tanstack/react-query";
import { ChevronRight, FlaskConical, LoaderCircle, Table2 } from "lucide-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { addSample, listSamples } from "../../../../capabilities/datasets/contract.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { problemOf } from "../../../lib/problem.ts";
import { queryFor, useAct } from "../../../lib/query.ts";
import { useObjectLink } from "../../../ui/collection.tsx";
import { Async } from "../../../ui/states.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useProjectOnTheWay } from "../hooks/useProjectOnTheWay.ts";

/** The bundled tables; one press adds one and opens it. */
export function SampleCard() {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const navigate = useNavigate();
  const link = useObjectLink();
  const project = useProjectOnTheWay();
  const samples = useQuery({ ...queryFor(listSamples, {}), staleTime: Infinity });
  const [adding, setAdding] = useState<string | null>(null);
  const add = useAct(addSample, { onDone: ({ dataset }) => void navigate(link("dataset", dataset.id, dataset.projectId) ?? place.at("", dataset.projectId)) });
  type SampleName = Parameters<typeof add.mutate>[0]["sample"];
  const take = async (sample: SampleName) => {
    setAdding(sample);
    try {
      await add.mutateAsync({ projectId: await project.ensure(), sample });
    } catch (error) {
      const problem = problemOf(error);
      toast({ tone: "error", text: problem.detail, remark: problem.fix });
    } finally {
      setAdding(null);
    }
  };
  return (
    <section className="card hov start-card" aria-labelledby="start-sample">
      <div className="row">
        <FlaskConical size={16} aria-hidden color="var(--primary)" />
        <h2 id="start-sample" className="grow h-section">
          {t("Try a sample")}
        </h2>
        <span className="sm t3">{t("Ready in seconds")}</span>
      </div>
      <Async query={samples} what={t("The samples could not load.")} rows={3} shape="block">
        {({ items }) => (
          <ul>
            {items.map((sample) => (
              <li key={sample.sample}>
                <button type="button" className="sample" disabled={adding !== null} title={sample.description} onClick={() => void take(sample.sample)}>
                  {adding === sample.sample ? <LoaderCircle size={16} aria-hidden className="spin" /> : <Table2 size={16} aria-hidden />}
                  <span className="grow">
                    <span className="m block">{sample.title}</span>
                    <span className="sm t2 block">
                      {sample.task === "classification"
                        ? t("Yes or no, or classes · {rows} rows", { rows: f.count(sample.rows) })
                        : t("A number · {rows} rows", { rows: f.count(sample.rows) })}
                      {sample.generated ? ` · ${t("generated")}` : ""}
                    </span>
                  </span>
                  <ChevronRight size={14} aria-hidden />
                </button>
              </li>
            ))}
          </ul>
        )}
      </Async>
    </section>
  );
}
