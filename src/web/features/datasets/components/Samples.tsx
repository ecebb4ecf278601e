import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Table2 } from "lucide-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { addSample, listSamples, type Sample } from "../../../../capabilities/datasets/contract.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor } from "../../../lib/query.ts";
import { Card } from "../../../ui/Card.tsx";
import { Async } from "../../../ui/states.tsx";
import { useDo } from "../../../ui/useDo.ts";

/** The bundled tables; one press adds one and opens it. */
export function Samples({ ensureProject }: { ensureProject(): Promise<string> }) {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const navigate = useNavigate();
  const samples = useQuery({ ...queryFor(listSamples, {}), staleTime: Infinity });
  const [adding, setAdding] = useState<Sample | null>(null);
  const add = useDo(addSample, { onDone: ({ dataset }) => void navigate(place.at(`datasets/${dataset.id}`, dataset.projectId)) });
  const take = async (sample: Sample) => {
    setAdding(sample);
    await ensureProject()
      .then((projectId) => add.mutateAsync({ projectId, sample }))
      .catch(() => null);
    setAdding(null);
  };
  return (
    <Card title={t("Samples")} remark={t("ready in seconds")}>
      <Async query={samples} what={t("The samples could not load.")} rows={4}>
        {({ items }) =>
          items.map((s) => (
            <div key={s.sample} className="item">
              <Table2 size={16} aria-hidden />
              <span className="grow">
                <span className="m block">{s.title}</span>
                <span className="sm t2 block">
                  {t("{rows} rows, predicts {target}", { rows: f.count(s.rows), target: s.target })}
                  {s.generated ? ` · ${t("generated")}` : ""}
                </span>
              </span>
              <Button
                size="small"
                loading={adding === s.sample}
                disabled={adding !== null && adding !== s.sample}
                onClick={() => void take(s.sample)}
                aria-label={t("Add {name}", { name: s.title })}
              >
                {t("Add")}
              </Button>
            </div>
          ))
        }
      </Async>
    </Card>
  );
}
