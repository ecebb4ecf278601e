import { useQuery } from "@tanstack/react-query";
import { Link, Navigate, useSearchParams } from "react-router";
import { Say, useT } from "../../../lib/i18n.ts";
import { signIn, signInState } from "../../../lib/signIn.ts";
import { usePageInfo } from "../../../ui/pageInfo.ts";
import { CredentialForm } from "../components/CredentialForm.tsx";
import { useEnter } from "../components/enter.ts";

const none: never[] = [];

export default function Login() {
  const t = useT();
  const enter = useEnter();
  const [params] = useSearchParams();
  const state = useQuery(signInState);
  usePageInfo(t("Sign in"), none);
  if (state.data?.firstStart) return <Navigate to="/register" replace />;
  const keep = params.toString();
  return (
    <>
      <div className="card entry">
        <h1>{t("Sign in")}</h1>
        <p className="sm t2">{t("to {host}", { host: window.location.host })}</p>
        <CredentialForm
          act={t("Sign in")}
          submit={async ({ email, password }) => {
            await signIn(email, password);
            await enter();
          }}
        />
      </div>
      {state.data?.registration === "open" ? (
        <p className="entry-foot">
          <Say m="New here? <a>Make an account</a>" tags={{ a: (p) => <Link to={keep === "" ? "/register" : `/register?${keep}`}>{p}</Link> }} />
        </p>
      ) : state.data ? (
        <p className="entry-foot">{t("New here? Ask an administrator for an invitation link.")}</p>
      ) : null}
    </>
  );
}
