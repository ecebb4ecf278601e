import { Button } from "antd";
import { useNavigate } from "react-router";
import { useT } from "../lib/i18n.ts";
import { problemOf } from "../lib/problem.ts";
import { ErrorState } from "../ui/states.tsx";
import { usePageInfo } from "../ui/pageInfo.ts";

const none: never[] = [];

/** 404: an absent page and a hidden one read the same. */
export function MissingPage() {
  const t = useT();
  const navigate = useNavigate();
  usePageInfo(t("Not found"), none);
  return (
    <div className="error-page">
      <h1>{t("There is nothing at this address, or you may not see it.")}</h1>
      <p className="t2">{t("Check the address, or ask the person who sent it for access.")}</p>
      <div className="row">
        <Button type="primary" onClick={() => void navigate("/")}>
          {t("Home")}
        </Button>
        <Button onClick={() => void navigate(-1)}>{t("Back")}</Button>
      </div>
    </div>
  );
}

/** 403, 404 and 500 of a page that could not be drawn. */
export function CrashPage({ error }: { error: unknown }) {
  const t = useT();
  const navigate = useNavigate();
  usePageInfo(t("Something failed"), none);
  if (problemOf(error).code === "not_found") return <MissingPage />;
  return (
    <div className="error-page">
      <h1 className="sr">{t("Something failed")}</h1>
      <ErrorState
        error={error}
        what={t("This page could not be shown.")}
        stillWorks={t("Your work on the server is untouched.")}
        onRetry={() => window.location.reload()}
      />
      <Button onClick={() => void navigate("/")}>{t("Home")}</Button>
    </div>
  );
}
