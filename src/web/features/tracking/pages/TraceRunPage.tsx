import { RunFrame } from "../components/RunFrame.tsx";
import { TraceTable } from "../components/traces/TraceTable.tsx";

/** Traces written in a run, or linked to it. */
export default function TraceRunPage() {
  return (
    <RunFrame>
      {(run) => (
        <div className="card fill-page traces" style={{ display: "flex" }}>
          <TraceTable scope={{ runId: run.id }} />
        </div>
      )}
    </RunFrame>
  );
}
