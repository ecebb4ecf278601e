import { useState } from "react";
import { useNavigate } from "react-router";
import { uploadDataset } from "../../../../capabilities/datasets/contract.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { useUpload } from "../../../lib/transfer.ts";
import { DropZone } from "../../../ui/DropZone.tsx";
import { Progress } from "../../../ui/Progress.tsx";
import { ErrorState } from "../../../ui/states.tsx";
import { toast } from "../../../ui/toasts.ts";
import { defaultReading, ReadingFields } from "./ReadingFields.tsx";

/** Takes a CSV or TSV file by drop or choice, shows its way up and opens what came of it. */
export function UploadBox({ ensureProject, datasetId }: { ensureProject(): Promise<string>; datasetId?: string }) {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const navigate = useNavigate();
  const [reading, setReading] = useState(defaultReading);
  const { state, start, cancel, reset } = useUpload(uploadDataset, ({ dataset, version }) => {
    toast({ tone: "done", text: t("{name} v{version} has {rows} rows.", { name: dataset.name, version: version.version, rows: f.count(version.rowCount) }) });
    void navigate(place.at(`datasets/${dataset.id}`, dataset.projectId));
  });
  const take = async (file: File) => {
    try {
      const projectId = await ensureProject();
      const { name, ...rest } = reading;
      await start({ projectId, ...rest, ...(name.trim() === "" ? {} : { name: name.trim() }), ...(datasetId === undefined ? {} : { datasetId }) }, file);
    } catch (error) {
      toast({ tone: "error", text: t("The upload could not start."), remark: (error as Error).message });
    }
  };
  if (state.phase === "sending") {
    const { sentBytes, totalBytes, startedAt } = state.progress;
    return (
      <div className="drop-zone">
        <div className="upload-progress">
          <Progress
            title={state.file.name}
            label={t("Upload")}
            done={sentBytes}
            total={totalBytes}
            render={f.bytes}
            startedAt={startedAt}
            staysWhenLeft={false}
            message={sentBytes >= totalBytes ? t("Reading the rows.") : ""}
            onCancel={cancel}
          />
        </div>
      </div>
    );
  }
  return (
    <div className="col g12">
      {state.phase === "failed" ? (
        <ErrorState error={state.error} what={t("{file} could not be read.", { file: state.file.name })} onRetry={reset} />
      ) : (
        <DropZone accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values" hint={t("CSV or TSV, up to 10 GB")} onFile={(file) => void take(file)} />
      )}
      <ReadingFields value={reading} onChange={setReading} withName={datasetId === undefined} />
    </div>
  );
}
