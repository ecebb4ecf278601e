import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useParams } from "react-router";
import { acceptInvitation, showInvitation } from "../../../../capabilities/identity/contract/invitations.ts";
import { getProfile } from "../../../../capabilities/identity/contract/profile.ts";
import { act } from "../../../lib/client.ts";
import { useT } from "../../../lib/i18n.ts";
import { problemOf } from "../../../lib/problem.ts";
import { queryFor } from "../../../lib/query.ts";
import { signIn, signUp } from "../../../lib/signIn.ts";
import { usePageInfo } from "../../../ui/pageInfo.ts";
import { Segments } from "../../../ui/Segments.tsx";
import { ErrorState, Loading } from "../../../ui/states.tsx";
import { CredentialForm, Refused } from "../components/CredentialForm.tsx";
import { useEnter } from "../components/enter.ts";
import { useRoleName } from "../components/roles.ts";

const none: never[] = [];

/** Joins a workspace by an invitation link, with the account there is or a new one. */
export default function Invite() {
  const t = useT();
  const { token = "" } = useParams();
  const enter = useEnter();
  const roleName = useRoleName();
  const invitation = useQuery({ ...queryFor(showInvitation, { token }), retry: false });
  const me = useQuery({ ...queryFor(getProfile, {}), retry: false });
  const [mode, setMode] = useState<"new" | "have">("new");
  const [error, setError] = useState<unknown>(null);
  usePageInfo(t("Invitation"), none);
  if (invitation.error) return <ErrorState error={invitation.error} what={t("This invitation does not work.")} />;
  if (!invitation.data || me.isPending) return <Loading shape="block" rows={3} />;
  const join = async () => {
    const joined = await act(acceptInvitation, { token });
    await enter(joined.kind === "done" ? `/w/${joined.output.id}` : "/");
  };
  const problem = error === null ? null : problemOf(error);
  return (
    <div className="card entry">
      <h1>{t("Join {workspace}", { workspace: invitation.data.workspaceName })}</h1>
      <p className="sm t2">{t("You are invited as {role}.", { role: roleName(invitation.data.role) })}</p>
      {me.data ? (
        <div className="stack">
          <p>{t("You are signed in as {email}.", { email: me.data.email })}</p>
          {problem === null ? null : <Refused detail={problem.detail} fix={problem.fix} />}
          <Button type="primary" size="large" block onClick={() => void join().catch(setError)}>
            {t("Join")}
          </Button>
        </div>
      ) : (
        <>
          <div className="stack">
            <Segments<"new" | "have">
              label={t("Account")}
              value={mode}
              onChange={setMode}
              options={[
                { value: "new", label: t("New account") },
                { value: "have", label: t("I have an account") },
              ]}
            />
          </div>
          <CredentialForm
            key={mode}
            act={t("Join")}
            withName={mode === "new"}
            fixedEmail={invitation.data.email ?? undefined}
            submit={async ({ name, email, password }) => {
              if (mode === "new") {
                await signUp(name, email, password, token);
                await enter();
              } else {
                await signIn(email, password);
                await join();
              }
            }}
          />
        </>
      )}
    </div>
  );
}
