import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { getApproval, type Approval } from "../../../../capabilities/governance/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { queryFor } from "../../../lib/query.ts";
import { initials } from "../../../lib/session.ts";
import { Card, Facts } from "../../../ui/Card.tsx";
import { ObjectRef } from "../../../ui/collection.tsx";
import { CopyId } from "../../../ui/Copy.tsx";
import { Async } from "../../../ui/states.tsx";
import { StatusChip } from "../../../ui/StatusIcon.tsx";
import { Time } from "../../../ui/Time.tsx";
import { Decision } from "./Decision.tsx";
import { PromotionEvidence } from "./PromotionEvidence.tsx";
import { statusWords } from "./words.ts";

/** One request: what changes, what speaks for it, and the decision beside. */
export function Request({ approvalId, back }: { approvalId: string; back: ReactNode }) {
  const t = useT();
  const request = useQuery({ ...queryFor(getApproval, { approvalId }), refetchInterval: 5000 });
  if (!request.data)
    return (
      <div className="inbox-detail">
        {back}
        <Async query={request} what={t("The request could not load.")} shape="block">
          {() => null}
        </Async>
      </div>
    );
  return (
    <>
      <Detail request={request.data} back={back} />
      <Decision request={request.data} />
    </>
  );
}

function Detail({ request: a, back }: { request: Approval; back: ReactNode }) {
  const t = useT();
  const [status, word] = statusWords[a.status];
  return (
    <div className="inbox-detail">
      {back}
      <div className="row wrap">
        <h2 className="big grow">{a.summary}</h2>
        <StatusChip status={status} word={t(word)} />
      </div>
      <div className="row wrap sm t2">
        <span className="avatar" aria-hidden>
          {initials(a.maker.name)}
        </span>
        {t("{name} asks", { name: a.maker.name })} · <Time at={a.createdAt} />
        {a.resourceType !== null && a.resourceId !== null ? (
          <ObjectRef type={a.resourceType} id={a.resourceId} projectId={a.projectId}>
            {a.resourceLabel ?? a.resourceType}
          </ObjectRef>
        ) : null}
      </div>
      <p className="quote">{a.reason === "" ? <span className="t2">{t("No reason was given.")}</span> : a.reason}</p>
      {a.operation === "models.promote" ? <PromotionEvidence request={a} /> : <Asked request={a} />}
      {a.error === null ? null : <div className="note err">{a.error}</div>}
    </div>
  );
}

/** The input of an act without evidence of its own. */
function Asked({ request: a }: { request: Approval }) {
  const t = useT();
  const entries = typeof a.input === "object" && a.input !== null && !Array.isArray(a.input) ? Object.entries(a.input) : [];
  return (
    <Card title={t("What is asked")} remark={<span className="mono">{a.operation}</span>} pad>
      <Facts
        facts={entries.map(
          ([key, value]) =>
            [
              key,
              <span key={key} className="mono">
                {typeof value === "string" ? value : JSON.stringify(value)}
              </span>,
            ] as const,
        )}
      />
      <p className="sm t2">
        <CopyId id={a.id} />
      </p>
    </Card>
  );
}
