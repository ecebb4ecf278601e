import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { Say, useT } from "../../../lib/i18n.ts";
import { signInState, signUp } from "../../../lib/signIn.ts";
import { usePageInfo } from "../../../ui/pageInfo.ts";
import { ErrorState } from "../../../ui/states.tsx";
import { CredentialForm } from "../components/CredentialForm.tsx";
import { useEnter } from "../components/enter.ts";

const none: never[] = [];

/** First start creates the administrator; later an account, where registration is open. */
export default function Register() {
  const t = useT();
  const enter = useEnter();
  const state = useQuery(signInState);
  const first = state.data?.firstStart ?? false;
  const title = first ? t("Create the administrator") : t("Make an account");
  usePageInfo(title, none);
  if (state.error) return <ErrorState error={state.error} what={t("LuminaOps could not load.")} onRetry={() => void state.refetch()} />;
  if (!state.data) return null;
  if (!first && state.data.registration === "invitation")
    return (
      <div className="card entry">
        <h1>{t("Accounts are made by invitation")}</h1>
        <p className="t2">{t("Ask an administrator of this installation for an invitation link.")}</p>
        <p className="entry-foot">
          <Link to="/login">{t("Sign in")}</Link>
        </p>
      </div>
    );
  return (
    <>
      <div className="card entry">
        <h1>{title}</h1>
        <p className="sm t2">{first ? t("You are the first here. You invite everybody else.") : t("on {host}", { host: window.location.host })}</p>
        <CredentialForm
          withName
          act={first ? t("Create administrator") : t("Make an account")}
          submit={async ({ name, email, password }) => {
            await signUp(name, email, password);
            await enter();
          }}
        />
      </div>
      {first ? null : (
        <p className="entry-foot">
          <Say m="Already have one? <a>Sign in</a>" tags={{ a: (p) => <Link to="/login">{p}</Link> }} />
        </p>
      )}
    </>
  );
}
