import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { Page } from "../../../ui/Page.tsx";
import { AddData } from "../components/AddData.tsx";

/** Upload a table or take a sample. */
export default function NewDatasetPage() {
  const t = useT();
  const place = usePlace();
  return (
    <Page
      title={t("Upload a dataset")}
      meta={<span>{t("Types, separator and encoding are found in the file. Every row is read.")}</span>}
      crumbs={[{ label: t("Datasets"), to: place.at("datasets") }]}
    >
      <div className="card pad">
        <AddData />
      </div>
    </Page>
  );
}
