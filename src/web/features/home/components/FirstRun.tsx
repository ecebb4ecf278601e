import { useT } from "../../../lib/i18n.ts";
import { SlotContents } from "../../../ui/collection.tsx";
import { Page } from "../../../ui/Page.tsx";
import { AskCard } from "./AskCard.tsx";
import { Journey } from "./Journey.tsx";
import { SampleCard } from "./SampleCard.tsx";
import { ScriptCard } from "./ScriptCard.tsx";
import { UploadCard } from "./UploadCard.tsx";
import "./home.css";

/** Until the first dataset or run exists: three ways in, eight steps, a snippet that waits. */
export function FirstRun() {
  const t = useT();
  return (
    <Page title={t("Home")} meta={<span>{t("Nothing is here yet. Bring data in, a project is made on the way.")}</span>}>
      <div className="start-cards">
        <UploadCard />
        <SampleCard />
        <AskCard />
      </div>
      <Journey />
      <div className="start-below">
        <ScriptCard />
        <div className="col g12">
          <SlotContents slot="start.side" />
        </div>
      </div>
    </Page>
  );
}
