import { useT } from "../../../lib/i18n.ts";
import { Page } from "../../../ui/Page.tsx";
import { ErrorState, Loading } from "../../../ui/states.tsx";
import { FirstRun } from "../components/FirstRun.tsx";
import { Overview } from "../components/Overview.tsx";
import { useStarted } from "../hooks/useStarted.ts";

/** First run until a dataset or a run exists, the overview afterwards. */
export default function HomePage() {
  const t = useT();
  const { known, started, error, retry } = useStarted();
  if (known) return started ? <Overview /> : <FirstRun />;
  return (
    <Page title={t("Home")}>
      {error ? <ErrorState error={error} what={t("The home page could not load.")} onRetry={retry} /> : <Loading shape="tiles" rows={4} />}
    </Page>
  );
}
