import { Button } from "antd";
import { Code } from "lucide-react";
import { useState } from "react";
import { Link } from "react-router";
import { Say, useT } from "../../../../lib/i18n.ts";
import { usePlace } from "../../../../lib/place.ts";
import { Popup } from "../../../../ui/Popup.tsx";
import { Segments } from "../../../../ui/Segments.tsx";
import { Snippet } from "../../../../ui/Snippet.tsx";

const kinds = ["mlflow", "wandb", "cli"] as const;
type Kind = (typeof kinds)[number];

function snippet(kind: Kind, origin: string): string {
  if (kind === "mlflow")
    return `import os, mlflow

os.environ["MLFLOW_TRACKING_TOKEN"] = "<your key>"
mlflow.set_tracking_uri("${origin}")
with mlflow.start_run(run_name="first"):
    mlflow.log_param("depth", 6)
    mlflow.log_metric("val_auc", 0.91)`;
  if (kind === "wandb")
    return `import os, wandb

os.environ["WANDB_BASE_URL"] = "${origin}"
os.environ["WANDB_API_KEY"] = "<your key>"
with wandb.init(project="first", config={"depth": 6}) as run:
    run.log({"val_auc": 0.91})`;
  return `./lumina login --url ${origin} --email <you>
./lumina runs create --name first`;
}

/** How to log a run from where people write code. */
export function LogSnippets() {
  const t = useT();
  const place = usePlace();
  const [kind, setKind] = useState<Kind>("mlflow");
  return (
    <div className="col g6 log-run">
      <Segments
        label={t("From where")}
        value={kind}
        onChange={setKind}
        options={[
          { value: "mlflow", label: t("MLflow") },
          { value: "wandb", label: t("W&B") },
          { value: "cli", label: t("Command line") },
        ]}
      />
      <Snippet code={snippet(kind, window.location.origin)} />
      <p className="sm t2">
        <Say m="The key comes from <a>your keys</a>." tags={{ a: (p) => <Link to={`/w/${place.workspaceId}/settings/keys?new=1`}>{p}</Link> }} />
      </p>
    </div>
  );
}

/** The page's primary act. */
export function LogRun() {
  const t = useT();
  return (
    <Popup
      side="end"
      label={t("Log a run")}
      button={(attributes) => (
        <Button type="primary" icon={<Code />} aria-label={t("Log a run")} {...attributes}>
          <span className="hide-narrow">{t("Log a run")}</span>
        </Button>
      )}
    >
      {() => <LogSnippets />}
    </Popup>
  );
}
