import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { Page } from "../../../ui/Page.tsx";
import { TraceTable } from "../components/traces/TraceTable.tsx";

/** Traces of a project, or of all of them. */
export default function TracesPage() {
  const t = useT();
  const place = usePlace();
  return (
    <Page title={t("Traces")} meta={<span>{t("What calls of models and agents did, step by step.")}</span>}>
      <div className="card fill-page traces" style={{ display: "flex" }}>
        <TraceTable scope={place.projectId === null ? {} : { projectId: place.projectId }} />
      </div>
    </Page>
  );
}
