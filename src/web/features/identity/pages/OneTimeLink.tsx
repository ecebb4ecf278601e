import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { Link, useParams } from "react-router";
import { useT } from "../../../lib/i18n.ts";
import { problemOf } from "../../../lib/problem.ts";
import { signInByLink } from "../../../lib/signIn.ts";
import { usePageInfo } from "../../../ui/pageInfo.ts";
import { Refused } from "../components/CredentialForm.tsx";
import { useEnter } from "../components/enter.ts";

const none: never[] = [];

/** The one-time link of the terminal: used by a press, so that a preview of the link cannot spend it. */
export default function OneTimeLink() {
  const t = useT();
  const { token = "" } = useParams();
  const enter = useEnter();
  usePageInfo(t("Sign in"), none);
  const use = useMutation({ mutationFn: () => signInByLink(token), onSuccess: () => enter() });
  const problem = use.error ? problemOf(use.error) : null;
  return (
    <div className="card entry">
      <h1>{t("Sign in by link")}</h1>
      <p className="sm t2">{t("This link works once. It signs you in on this browser.")}</p>
      <div className="stack">
        {problem === null ? null : <Refused detail={problem.detail} fix={problem.fix} />}
        <Button type="primary" size="large" block autoFocus loading={use.isPending} onClick={() => use.mutate()}>
          {t("Sign in")}
        </Button>
        {problem === null ? null : <Link to="/login">{t("Sign in with a password")}</Link>}
      </div>
    </div>
  );
}
