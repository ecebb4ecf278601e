import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { ArrowUp, Eye, FileUp, Paperclip, X } from "lucide-react";
import { useRef, useState } from "react";
import type { Page } from "../../../../capabilities/assistant/contract.ts";
import { uploadDataset } from "../../../../capabilities/datasets/contract.ts";
import { listProjects } from "../../../../capabilities/projects/contract.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { queryFor } from "../../../lib/query.ts";
import { problemOf } from "../../../lib/problem.ts";
import { useUpload } from "../../../lib/transfer.ts";
import { Progress } from "../../../ui/Progress.tsx";
import { useSeen } from "../hooks/useSeen.ts";

interface Attached {
  datasetId: string;
  name: string;
  rows: number;
}

/** The field to write in: what the assistant sees, a file to attach, send. */
export function Composer({ projectId, busy, onSend }: { projectId: string | null; busy: boolean; onSend(text: string, page: Page): void }) {
  const t = useT();
  const seen = useSeen();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState("");
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [attached, setAttached] = useState<Attached | null>(null);
  const [asked, setAsked] = useState(true);
  const shown = seen.filter((each) => !hidden.has(each.key));
  const page: Page = { ...Object.assign({}, ...shown.map((each) => each.page)), ...(attached === null ? {} : { datasetId: attached.datasetId }) };
  const send = (sentence: string) => {
    if (sentence.trim() === "" || busy) return;
    onSend(sentence.trim(), page);
    setText("");
    setAsked(true);
  };
  return (
    <div className="composer">
      <div className="row wrap g6 sm t2">
        <Eye size={14} aria-hidden />
        {shown.length === 0 && attached === null ? t("Sees nothing of this page") : t("Sees this page:")}
        {shown.map((each) => (
          <Chip key={each.key} label={each.label} onRemove={() => setHidden(new Set([...hidden, each.key]))} />
        ))}
        {attached === null ? null : <Chip label={attached.name} onRemove={() => setAttached(null)} />}
      </div>
      {attached === null || asked ? null : <FollowUp attached={attached} onSend={send} />}
      <Attach
        projectId={shown.find((each) => each.page.projectId)?.page.projectId ?? projectId}
        onDone={(file) => {
          setAttached(file);
          setAsked(false);
        }}
      >
        {(clip, progress) => (
          <>
            {progress}
            <form
              className="composer-box"
              onSubmit={(event) => {
                event.preventDefault();
                send(text);
              }}
            >
              <textarea
                ref={field}
                rows={2}
                value={text}
                maxLength={4000}
                aria-label={t("Say what to do, or ask")}
                placeholder={t("Say what to do, or ask")}
                onChange={(event) => setText(event.target.value)}
                onKeyDown={(event) => {
                  if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
                  event.preventDefault();
                  send(text);
                }}
              />
              <div className="row g4">
                {clip}
                <span className="sm t2 hide-narrow">{t("Asks before changes")}</span>
                <span className="end sm t3">{t("Built-in rules, no tokens")}</span>
                <button type="submit" className="icon-button s composer-send" aria-label={t("Send")} disabled={text.trim() === "" || busy}>
                  <ArrowUp size={14} aria-hidden />
                </button>
              </div>
            </form>
          </>
        )}
      </Attach>
    </div>
  );
}

function Chip({ label, onRemove }: { label: string; onRemove(): void }) {
  const t = useT();
  return (
    <span className="chip seen-chip">
      <span className="ellipsis">{label}</span>
      <button type="button" aria-label={t("Do not look at {name}", { name: label })} onClick={onRemove}>
        <X size={12} aria-hidden />
      </button>
    </span>
  );
}

/** What can be done with a file that just came in. */
function FollowUp({ attached, onSend }: { attached: Attached; onSend(text: string): void }) {
  const t = useT();
  const f = useFormat();
  const offers = [t("Profile this dataset"), t("Clean the data"), t("Train a model on this dataset")];
  return (
    <div className="col g6">
      <span className="row g6 sm">
        <FileUp size={14} aria-hidden />
        {t("{name} is in, {rows} rows. What next?", { name: attached.name, rows: f.count(attached.rows) })}
      </span>
      <div className="choices">
        {offers.map((offer) => (
          <button key={offer} type="button" className="chip" onClick={() => onSend(offer)}>
            {offer}
          </button>
        ))}
      </div>
    </div>
  );
}

/** The paper clip: uploads by the same operation as the datasets page, asks for a project where none is known. */
function Attach({
  projectId,
  onDone,
  children,
}: {
  projectId: string | null;
  onDone(attached: Attached): void;
  children(clip: React.ReactNode, progress: React.ReactNode): React.ReactNode;
}) {
  const t = useT();
  const f = useFormat();
  const input = useRef<HTMLInputElement>(null);
  const [waiting, setWaiting] = useState<File | null>(null);
  const projects = useQuery({ ...queryFor(listProjects, { limit: 100 }), enabled: projectId === null });
  const up = useUpload(uploadDataset, ({ dataset, version }) => onDone({ datasetId: dataset.id, name: dataset.name, rows: version.rowCount }));
  const only = projects.data?.items.length === 1 ? (projects.data.items[0]?.id ?? null) : null;
  const begin = (file: File, project: string) => {
    setWaiting(null);
    void up.start({ projectId: project }, file);
  };
  const clip = (
    <>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt"
        className="sr"
        tabIndex={-1}
        aria-label={t("File to attach")}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (!file) return;
          const project = projectId ?? only;
          if (project === null) setWaiting(file);
          else begin(file, project);
        }}
      />
      <button type="button" className="icon-button s" aria-label={t("Attach a CSV file")} title={t("Attach a CSV file")} onClick={() => input.current?.click()}>
        <Paperclip size={14} aria-hidden />
      </button>
    </>
  );
  const problem = up.state.phase === "failed" ? problemOf(up.state.error) : null;
  return children(
    clip,
    <>
      {waiting === null ? null : (
        <Select
          size="small"
          autoFocus
          aria-label={t("Project for {name}", { name: waiting.name })}
          placeholder={t("Project for {name}", { name: waiting.name })}
          options={(projects.data?.items ?? []).map((p) => ({ value: p.id, label: p.name }))}
          onChange={(project: string) => begin(waiting, project)}
        />
      )}
      {up.state.phase === "sending" ? (
        <Progress
          title={up.state.file.name}
          label={up.state.file.name}
          done={up.state.progress.sentBytes}
          total={up.state.progress.totalBytes}
          render={f.bytes}
          startedAt={up.state.progress.startedAt}
          staysWhenLeft={false}
          onCancel={up.cancel}
        />
      ) : null}
      {problem === null ? null : (
        <div className="note err sm" role="alert">
          <span>
            <b>{problem.detail}</b> {problem.fix}
          </span>
        </div>
      )}
    </>,
  );
}
