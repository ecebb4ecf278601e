import { Button, Input } from "antd";
import { Check, CircleCheck, CircleDashed, Hand, Lock } from "lucide-react";
import { useState } from "react";
import { approveApproval, cancelApproval, rejectApproval, type Approval } from "../../../../capabilities/governance/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { useSession } from "../../../lib/session.ts";
import { ObjectRef } from "../../../ui/collection.tsx";
import { Field } from "../../../ui/Field.tsx";
import { Time } from "../../../ui/Time.tsx";
import { useDo } from "../../../ui/useDo.ts";

const also = ["models", "deployments", "audit", "monitoring"];

/** The decision column: steps, reason, approve or reject; the maker can only take the request back. */
export function Decision({ request: a }: { request: Approval }) {
  const t = useT();
  const { profile, role } = useSession();
  const isMaker = a.maker.id === profile?.id;
  const mayDecide = role === "admin" || role === "project_manager";
  return (
    <aside className="inbox-side" aria-label={t("Decision")}>
      <h2>{t("Steps")}</h2>
      <Steps request={a} />
      {a.status !== "pending" ? null : isMaker ? (
        <TakeBack request={a} />
      ) : (
        <>
          {mayDecide ? null : (
            <div className="note">
              <Lock size={16} aria-hidden />
              <span>{t("Your role may not decide here unless a project grant allows it. Missing: approval:decide.")}</span>
            </div>
          )}
          <Decide request={a} />
        </>
      )}
      <p className="sm t2">{t("Name, reason and outcome are kept in the audit log. An approved request is carried out at once, as the person who asked.")}</p>
    </aside>
  );
}

function Steps({ request: a }: { request: Approval }) {
  const t = useT();
  const decided = a.checker !== null && a.decidedAt !== null;
  return (
    <div className="col g12">
      <div className="row top">
        <CircleCheck size={16} aria-hidden color="var(--ok)" />
        <span>
          <span className="m block">{t("Asked")}</span>
          <span className="sm t2">
            {a.maker.name}, <Time at={a.createdAt} />
          </span>
        </span>
      </div>
      <div className="row top">
        {decided ? (
          <CircleCheck size={16} aria-hidden color="var(--ok)" />
        ) : a.status === "pending" ? (
          <Hand size={16} aria-hidden color="var(--primary)" />
        ) : (
          <CircleDashed size={16} aria-hidden color="var(--text-3)" />
        )}
        <span>
          <span className="m block">{decided ? (a.status === "rejected" ? t("Rejected") : t("Approved")) : t("Decision by one other person")}</span>
          <span className="sm t2">
            {decided ? (
              <>
                {a.checker?.name}, <Time at={a.decidedAt} />
                {a.comment === null || a.comment === "" ? null : `: “${a.comment}”`}
              </>
            ) : (
              a.rule
            )}
          </span>
        </span>
      </div>
      <div className="row top">
        {a.status === "done" ? <CircleCheck size={16} aria-hidden color="var(--ok)" /> : <CircleDashed size={16} aria-hidden color="var(--text-3)" />}
        <span>
          <span className={`m block ${a.status === "done" ? "" : "t2"}`}>{t("Carried out")}</span>
          <span className="sm t2">
            {a.jobId === null ? (
              t("runs by itself after the decision")
            ) : (
              <ObjectRef type="job" id={a.jobId} projectId={null}>
                {t("Open the job")}
              </ObjectRef>
            )}
          </span>
        </span>
      </div>
    </div>
  );
}

function TakeBack({ request: a }: { request: Approval }) {
  const t = useT();
  const cancel = useDo(cancelApproval);
  return (
    <>
      <div className="note pri">
        <Hand size={16} aria-hidden />
        <span>{t("You asked for this, so someone else must decide.")}</span>
      </div>
      <Button loading={cancel.isPending} onClick={() => cancel.mutate({ approvalId: a.id })}>
        {t("Take the request back")}
      </Button>
    </>
  );
}

function Decide({ request: a }: { request: Approval }) {
  const t = useT();
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);
  const approve = useDo(approveApproval, { also });
  const reject = useDo(rejectApproval, { also });
  const comment = reason.trim();
  return (
    <>
      <Field label={t("Reason")} unit={t("needed to reject")} error={missing && comment === "" ? t("Say why not.") : undefined}>
        {(field) => <Input.TextArea {...field} rows={3} value={reason} onChange={(event) => setReason(event.target.value)} />}
      </Field>
      <Button
        type="primary"
        block
        icon={<Check />}
        loading={approve.isPending}
        onClick={() => approve.mutate({ approvalId: a.id, ...(comment === "" ? {} : { comment }) })}
      >
        {t("Approve")}
      </Button>
      <Button
        danger
        block
        loading={reject.isPending}
        onClick={() => {
          if (comment === "") setMissing(true);
          else reject.mutate({ approvalId: a.id, comment });
        }}
      >
        {t("Reject")}
      </Button>
    </>
  );
}
