import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { FlaskConical } from "lucide-react";
import { useState } from "react";
import { Link } from "react-router";
import { useLocation } from "react-router";
import { monitoringDrift } from "../../../../capabilities/monitoring/contract.ts";
import type { Current } from "../../../../capabilities/monitoring/contract/shapes.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor } from "../../../lib/query.ts";
import { Card } from "../../../ui/Card.tsx";
import { Bar } from "../../../ui/Progress.tsx";
import { Async } from "../../../ui/states.tsx";
import { DriftTable } from "../components/DriftTable.tsx";
import { LiveTiles } from "../components/LiveTiles.tsx";
import { MonitorFrame } from "../components/MonitorFrame.tsx";
import { Simulate } from "../components/Simulate.tsx";
import { TrafficCharts } from "../components/TrafficCharts.tsx";
import { useView } from "../hooks/useView.ts";

/** A deployment now: state, traffic, latency, errors and the features that moved most. */
export default function LivePage() {
  const t = useT();
  const [simulating, setSimulating] = useState(false);
  return (
    <MonitorFrame
      actions={() => (
        <Button icon={<FlaskConical />} onClick={() => setSimulating(true)}>
          {t("Simulate drift")}
        </Button>
      )}
    >
      {(current) => (
        <>
          <Simulate current={current} open={simulating} onClose={() => setSimulating(false)} />
          <Live current={current} />
        </>
      )}
    </MonitorFrame>
  );
}

function Live({ current }: { current: Current }) {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const { search } = useLocation();
  const { hours, source } = useView();
  const drift = useQuery({ ...queryFor(monitoringDrift, { deploymentId: current.deploymentId, hours, source }), refetchInterval: 10_000 });
  return (
    <>
      <LiveTiles current={current} limit={drift.data?.thresholds.psi ?? null} />
      {current.rows < current.needed ? <NeedsRows current={current} /> : null}
      <TrafficCharts deploymentId={current.deploymentId} />
      <Card
        title={t("What moved most")}
        remark={t("against the training data, last {hours} h", { hours: f.count(hours) })}
        actions={<Link to={`${place.at(`monitoring/${current.deploymentId}/drift`)}${search}`}>{t("All features")}</Link>}
      >
        <Async query={drift} what={t("The drift report could not load.")} rows={4}>
          {(report) => <DriftTable report={report} most={5} />}
        </Async>
      </Card>
    </>
  );
}

/** The counter until drift can be judged. */
export function NeedsRows({ current }: { current: Current }) {
  const t = useT();
  const f = useFormat();
  return (
    <div className="card pad col">
      <div className="row wrap">
        <b className="grow">
          {t("Drift needs {needed} predictions in the window; {n} so far.", { needed: f.count(current.needed), n: f.count(current.rows) })}
        </b>
        {current.simulatedRows > 0 && current.source !== "simulated" ? (
          <span className="t2 sm">{t("{n} simulated rows are kept apart", { n: f.count(current.simulatedRows) })}</span>
        ) : null}
      </div>
      <Bar share01={Math.min(1, current.rows / current.needed)} label={t("Predictions of those drift needs")} />
    </div>
  );
}
