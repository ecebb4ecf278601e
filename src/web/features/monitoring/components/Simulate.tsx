import { useQuery } from "@tanstack/react-query";
import { Button, InputNumber, Modal, Select } from "antd";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { simulateDrift } from "../../../../capabilities/monitoring/contract.ts";
import type { Current } from "../../../../capabilities/monitoring/contract/shapes.ts";
import { getDeployment } from "../../../../capabilities/serving/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { queryFor, useAct } from "../../../lib/query.ts";
import { problemOf, type Problem } from "../../../lib/problem.ts";
import { Field } from "../../../ui/Field.tsx";
import { JobProgress } from "../../../ui/JobProgress.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useView } from "../hooks/useView.ts";
import { FormProblem } from "../../../ui/FormProblem.tsx";

interface Shift {
  feature: string;
  sd: number;
}

/** The dialog that sends a shifted sample through the deployment, and its progress on the page. */
export function Simulate({ current, open, onClose }: { current: Current; open: boolean; onClose(): void }) {
  const t = useT();
  const view = useView();
  const [jobId, setJobId] = useState<string | null>(null);
  return (
    <>
      {open ? (
        <SimulateDialog
          current={current}
          onClose={onClose}
          onStarted={(id) => {
            setJobId(id);
            onClose();
          }}
        />
      ) : null}
      {jobId === null ? null : (
        <div className="card pad">
          <JobProgress
            key={jobId}
            jobId={jobId}
            also={["monitoring", "deployments"]}
            unit={t("simulated rows")}
            onEnd={(job) => {
              if (job.state !== "finished") return;
              setJobId(null);
              toast({ tone: "done", text: t("Simulated rows are in. The page shows them now.") });
              view.chooseSource("simulated");
            }}
          />
        </div>
      )}
    </>
  );
}

function SimulateDialog({ current, onClose, onStarted }: { current: Current; onClose(): void; onStarted(jobId: string): void }) {
  const t = useT();
  const [shifts, setShifts] = useState<readonly Shift[]>([]);
  const [rows, setRows] = useState<number | null>(500);
  const [seed, setSeed] = useState<number | null>(1);
  const [problem, setProblem] = useState<Problem | null>(null);
  const deployment = useQuery(queryFor(getDeployment, { deploymentId: current.deploymentId }));
  const inputs = deployment.data?.deployment.signature.inputs ?? [];
  const start = useAct(simulateDrift, {
    also: ["jobs"],
    onDone: ({ jobId }) => onStarted(jobId),
    onProblem: (error) => setProblem(problemOf(error)),
  });
  const set = (at: number, shift: Shift) => setShifts(shifts.map((each, i) => (i === at ? shift : each)));
  const free = inputs.filter((input) => !shifts.some((s) => s.feature === input.name));
  return (
    <Modal
      open
      width={560}
      title={t("Simulate drift on {name}", { name: current.name })}
      onCancel={onClose}
      footer={
        <div className="row" style={{ justifyContent: "flex-end" }}>
          <Button onClick={onClose}>{t("Cancel")}</Button>
          <Button
            type="primary"
            loading={start.isPending}
            disabled={rows === null || seed === null}
            onClick={() => {
              setProblem(null);
              start.mutate({ deploymentId: current.deploymentId, shifts: [...shifts], rows: rows ?? 500, seed: seed ?? 1 });
            }}
          >
            {t("Send {n} simulated rows", { n: rows ?? 0 })}
          </Button>
        </div>
      }
    >
      <div className="col g12">
        <p className="t2">
          {t(
            "A sample of the training data goes through the real predict path, moved as you say. It is labelled as simulated everywhere and never mixed with real traffic.",
          )}
        </p>
        {shifts.map((shift, i) => (
          <div key={shift.feature} className="shift-row">
            <Field label={t("Feature")}>
              {(field) => (
                <Select
                  {...field}
                  showSearch={{ optionFilterProp: "label" }}
                  value={shift.feature}
                  options={[shift.feature, ...free.map((input) => input.name)].map((name) => ({ value: name, label: name }))}
                  onChange={(feature) => set(i, { ...shift, feature })}
                />
              )}
            </Field>
            <Field label={t("Move by")} unit={t("sd")}>
              {(field) => (
                <InputNumber
                  {...field}
                  style={{ width: "100%" }}
                  min={-10}
                  max={10}
                  step={0.5}
                  value={shift.sd}
                  onChange={(sd) => set(i, { ...shift, sd: sd ?? 0 })}
                />
              )}
            </Field>
            <button
              type="button"
              className="icon-button"
              aria-label={t("Take {name} out", { name: shift.feature })}
              title={t("Take out")}
              onClick={() => setShifts(shifts.filter((each) => each !== shift))}
            >
              <X size={14} aria-hidden />
            </button>
          </div>
        ))}
        <div className="row">
          <Button
            size="small"
            icon={<Plus />}
            disabled={free.length === 0}
            onClick={() => {
              const next = free[0];
              if (next) setShifts([...shifts, { feature: next.name, sd: 2 }]);
            }}
          >
            {t("Add a shift")}
          </Button>
          <span className="sm t2">
            {shifts.length === 0
              ? t("Without a shift the sample stays as it was; drift should stay low.")
              : t("Of a category, part of the rows are drawn anew.")}
          </span>
        </div>
        <div className="grid c2">
          <Field label={t("Rows")} unit={t("100 to 20,000")}>
            {(field) => <InputNumber {...field} style={{ width: "100%" }} min={100} max={20_000} step={100} value={rows} onChange={setRows} />}
          </Field>
          <Field label={t("Seed")} help={t("The same seed sends the same rows.")}>
            {(field) => <InputNumber {...field} style={{ width: "100%" }} min={0} max={2_147_483_647} value={seed} onChange={setSeed} />}
          </Field>
        </div>
        <FormProblem problem={problem} />
      </div>
    </Modal>
  );
}
