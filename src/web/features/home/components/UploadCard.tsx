import { Upload } from "lucide-react";
import { useNavigate } from "react-router";
import { uploadDataset } from "../../../../capabilities/datasets/contract.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { useUpload } from "../../../lib/transfer.ts";
import { useObjectLink } from "../../../ui/collection.tsx";
import { DropZone } from "../../../ui/DropZone.tsx";
import { Progress } from "../../../ui/Progress.tsx";
import { ErrorState } from "../../../ui/states.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useProjectOnTheWay } from "../hooks/useProjectOnTheWay.ts";

/** Drop a table, see it uploaded, land on it. */
export function UploadCard() {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const navigate = useNavigate();
  const link = useObjectLink();
  const project = useProjectOnTheWay();
  const { state, start, cancel, reset } = useUpload(
    uploadDataset,
    ({ dataset }) => void navigate(link("dataset", dataset.id, dataset.projectId) ?? place.at("", dataset.projectId)),
  );
  const take = async (file: File) => {
    try {
      await start({ projectId: await project.ensure(), name: file.name.replace(/\.[a-z0-9]{1,5}$/i, "") }, file);
    } catch (error) {
      toast({ tone: "error", text: t("The upload could not start."), remark: (error as Error).message });
    }
  };
  return (
    <section className="card hov start-card" aria-labelledby="start-upload">
      <div className="row">
        <Upload size={16} aria-hidden color="var(--primary)" />
        <h2 id="start-upload" className="grow h-section">
          {t("Upload a dataset")}
        </h2>
      </div>
      {state.phase === "sending" ? (
        <div className="drop-zone">
          <div style={{ width: "100%", textAlign: "start" }}>
            <Progress
              title={state.file.name}
              label={t("Upload")}
              done={state.progress.sentBytes}
              total={state.progress.totalBytes}
              render={f.bytes}
              startedAt={state.progress.startedAt}
              staysWhenLeft={false}
              message={state.progress.sentBytes >= state.progress.totalBytes ? t("Reading the rows.") : ""}
              onCancel={cancel}
            />
          </div>
        </div>
      ) : state.phase === "failed" ? (
        <ErrorState error={state.error} what={t("{file} could not be read.", { file: state.file.name })} onRetry={reset} />
      ) : (
        <DropZone accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values" hint={t("CSV or TSV, up to 10 GB")} onFile={(file) => void take(file)} />
      )}
      <span className="sm t2">{project.name === null ? t("A project is made on the way.") : t("Goes to the project {name}.", { name: project.name })}</span>
    </section>
  );
}
