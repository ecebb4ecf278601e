import type { Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { useT } from "../../../lib/i18n.ts";
import { Empty } from "../../../ui/states.tsx";
import { MetricChart } from "../components/MetricChart.tsx";
import { isSystem, metricKeys } from "../components/metrics.ts";
import { RunFrame } from "../components/RunFrame.tsx";

/** Processor, memory, disk and network while the run went on. */
export default function SystemPage() {
  return <RunFrame>{(run, live) => <System run={run} live={live} />}</RunFrame>;
}

function System({ run, live }: { run: Run; live: boolean }) {
  const t = useT();
  const keys = metricKeys([run]).filter(isSystem);
  if (keys.length === 0)
    return (
      <div className="card">
        <Empty
          say={t("No system metric yet. MLflow sends them once they are switched on; the W&B client sends them by itself.")}
          snippet={"import mlflow\nmlflow.enable_system_metrics_logging()"}
        />
      </div>
    );
  return (
    <div className="grid c2">
      {keys.slice(0, 60).map((key) => (
        <MetricChart key={key} runs={[run]} metric={key} live={live} />
      ))}
    </div>
  );
}
