import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Undo2, X } from "lucide-react";
import { getAudit, undoAudit } from "../../../../capabilities/governance/contract.ts";
import { shortHash, useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { queryFor } from "../../../lib/query.ts";
import { Card, Facts } from "../../../ui/Card.tsx";
import { ObjectRef } from "../../../ui/collection.tsx";
import { CopyId, CopyText } from "../../../ui/Copy.tsx";
import { Diff, diffLines } from "../../../ui/Diff.tsx";
import { Async } from "../../../ui/states.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useDo } from "../../../ui/useDo.ts";

const everything = ["projects", "datasets", "models", "deployments", "monitoring", "approvals", "runs", "training"];

/** One act: who, from where, on what, before and after, and its undo. */
export function AuditDetail({ auditId, onClose }: { auditId: string; onClose(): void }) {
  const t = useT();
  const f = useFormat();
  const query = useQuery(queryFor(getAudit, { auditId }));
  const undo = useDo(undoAudit, { also: everything, onDone: (done) => toast({ tone: "done", text: t("{act} undone", { act: done.operation }) }) });
  return (
    <Card
      title={t("One act")}
      actions={
        <button type="button" className="icon-button s" aria-label={t("Close")} onClick={onClose}>
          <X size={14} aria-hidden />
        </button>
      }
    >
      <Async query={query} what={t("The row could not load.")} rows={6}>
        {(row) => (
          <div className="pad col g12">
            <b className="mono">{row.operation}</b>
            <Facts
              facts={[
                [t("By"), row.actor?.name ?? t("nobody")],
                [t("When"), f.exact(row.at)],
                [t("By way of"), row.surface],
                [
                  t("From"),
                  <span key="from" className="mono">
                    {row.from ?? "—"}
                  </span>,
                ],
                ...Object.entries(row.target).map(
                  ([type, id]) =>
                    [
                      type,
                      <ObjectRef key={type} type={type} id={id} projectId={row.projectId}>
                        <span className="mono">{id.slice(-8)}</span>
                      </ObjectRef>,
                    ] as const,
                ),
                [t("Place in the chain"), row.seq === null ? t("not linked yet") : f.count(row.seq)],
                [t("Hash"), row.hash === null ? "—" : <CopyText key="hash" text={row.hash} shown={shortHash(row.hash)} />],
                [t("Request"), <CopyId key="request" id={row.requestId} />],
              ]}
            />
            {row.note === null ? null : <p className="quote">{row.note}</p>}
            {row.undo === "available" ? (
              <Button icon={<Undo2 />} loading={undo.isPending} onClick={() => undo.mutate({ auditId })}>
                {t("Undo this act")}
              </Button>
            ) : row.undo === "undone" ? (
              <p className="t2">{t("This act was undone.")}</p>
            ) : null}
            {row.payload === null ? (
              <p className="sm t2">{t("No values are kept for this act.")}</p>
            ) : (
              <>
                <Values title={t("Input")} value={row.payload.input} />
                {row.payload.before === null && row.payload.after === null ? null : (
                  <Diff lines={diffLines(flat(row.payload.before), flat(row.payload.after))} beforeLabel={t("Before")} afterLabel={t("After")} />
                )}
              </>
            )}
          </div>
        )}
      </Async>
    </Card>
  );
}

function Values({ title, value }: { title: string; value: unknown }) {
  return (
    <div>
      <h3>{title}</h3>
      <pre className="mono" tabIndex={0} style={{ overflow: "auto", maxHeight: 220, whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {JSON.stringify(value, null, 2)}
      </pre>
    </div>
  );
}

function flat(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : value === null || value === undefined
      ? {}
      : { value };
}
