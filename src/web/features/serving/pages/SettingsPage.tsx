import { useQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { Trash2 } from "lucide-react";
import { useNavigate } from "react-router";
import { listVersions } from "../../../../capabilities/registry/contract/versions.ts";
import { removeDeployment, updateDeployment } from "../../../../capabilities/serving/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor, useAct } from "../../../lib/query.ts";
import { Card } from "../../../ui/Card.tsx";
import { confirm } from "../../../ui/Confirm.tsx";
import { Field } from "../../../ui/Field.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useDo } from "../../../ui/useDo.ts";
import { useForm } from "../../../ui/useForm.ts";
import { Choice } from "../components/Choice.tsx";
import { DeploymentFrame, type Detail } from "../components/DeploymentFrame.tsx";
import { FormProblem } from "../../../ui/FormProblem.tsx";
import { logWords, unknownWords } from "../components/words.ts";
import "../components/serving.css";

/** Version, log and categories of a deployment; removing it. */
export default function SettingsPage() {
  return (
    <DeploymentFrame>
      {(deployment) => (
        <>
          <Settings key={deployment.revision} deployment={deployment} />
          {deployment.status === "removed" ? null : <Remove deployment={deployment} />}
        </>
      )}
    </DeploymentFrame>
  );
}

function Settings({ deployment: d }: { deployment: Detail }) {
  const t = useT();
  const undo = useDo(updateDeployment, { also: ["monitoring"] });
  const before = { log: d.log, unknownCategories: d.unknownCategories, ...(d.followsProduction ? {} : { version: d.modelVersion }) };
  const save = useAct(updateDeployment, {
    also: ["monitoring"],
    onDone: () =>
      toast({
        tone: "done",
        text: t("{name} serves with the new settings", { name: d.name }),
        undo: () => undo.mutateAsync({ deploymentId: d.id, ...before }),
      }),
    onProblem: (error) => form.refuse(error),
  });
  const versions = useQuery({ ...queryFor(listVersions, { modelId: d.modelId, limit: 200 }), enabled: !d.followsProduction });
  const form = useForm(
    updateDeployment.input,
    { version: d.modelVersion, log: d.log, unknownCategories: d.unknownCategories },
    ({ version, ...rest }) => save.mutate({ deploymentId: d.id, ...rest, ...(d.followsProduction || version === d.modelVersion ? {} : { version }) }),
    { deploymentId: d.id },
  );
  const chosen = versions.data?.items.find((v) => v.version === form.values.version);
  return (
    <form className="card pad col g16" style={{ maxWidth: 720 }} onSubmit={form.onSubmit} noValidate>
      <Field
        label={t("Version")}
        error={form.errorOf("version")}
        help={
          d.followsProduction
            ? t("Production follows the model's stage: promote or roll back the model.")
            : chosen?.format === "native"
              ? (chosen.formatReason ?? t("This version is native and cannot be served yet."))
              : chosen !== undefined && chosen.format !== "onnx"
                ? t("This version was registered from outside; only graphs that the trainer exported and checked are served.")
                : t("A change is a new revision; requests go on without a gap.")
        }
      >
        {(field) => (
          <Select
            {...field}
            style={{ maxWidth: 320 }}
            disabled={d.followsProduction}
            value={form.values.version}
            options={(versions.data?.items ?? [{ version: d.modelVersion, stage: "", format: "" }]).map((v) => ({
              value: v.version,
              label: [`v${v.version}`, v.stage === "none" ? "" : v.stage, v.format].filter((part) => part !== "").join(" · "),
            }))}
            onChange={(version) => form.set("version", version)}
          />
        )}
      </Field>
      <Choice
        label={t("Prediction log")}
        value={form.values.log}
        onChange={(value) => form.set("log", value)}
        options={(["durable", "relaxed"] as const).map((value) => ({ value, title: t(logWords[value][0]), remark: t(logWords[value][1]) }))}
      />
      <Choice
        label={t("Categories never seen in training")}
        value={form.values.unknownCategories}
        onChange={(value) => form.set("unknownCategories", value)}
        options={(["accept", "refuse"] as const).map((value) => ({ value, title: t(unknownWords[value][0]), remark: t(unknownWords[value][1]) }))}
      />
      <FormProblem problem={form.problem} />
      <div className="row">
        <Button type="primary" htmlType="submit" loading={save.isPending} disabled={d.status === "removed"}>
          {t("Save")}
        </Button>
      </div>
    </form>
  );
}

function Remove({ deployment: d }: { deployment: Detail }) {
  const t = useT();
  const place = usePlace();
  const navigate = useNavigate();
  const remove = useDo(removeDeployment, {
    also: ["monitoring"],
    onDone: () => {
      toast({ tone: "done", text: t("{name} removed", { name: d.name }), remark: t("Undo it from the audit log.") });
      void navigate(place.at("deployments"));
    },
  });
  const ask = async () => {
    const answer = await confirm({
      title: t("Remove {name}", { name: d.name }),
      effect: t("Its address stops answering at once. Programs that call it get an error."),
      facts: [
        [t("Serves"), t("{name} v{version}", { name: d.modelName, version: d.modelVersion })],
        [
          t("Address"),
          <span key="a" className="mono">
            {d.addresses.v2}
          </span>,
        ],
      ],
      act: t("Remove {name}", { name: d.name }),
      danger: true,
      typeName: d.name,
      reason: t("kept in the audit log"),
      kept: t("The prediction log and its monitoring stay."),
    });
    if (answer) remove.mutate({ deploymentId: d.id, reason: answer.reason });
  };
  return (
    <Card title={t("Remove")} pad>
      <div className="row wrap">
        <span className="grow t2">{t("The address stops answering; the prediction log stays.")}</span>
        <Button danger icon={<Trash2 />} loading={remove.isPending} onClick={() => void ask()}>
          {t("Remove the deployment")}
        </Button>
      </div>
    </Card>
  );
}
