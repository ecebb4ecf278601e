import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useParams } from "react-router";
import { getModel } from "../../../../capabilities/registry/contract/models.ts";
import type { Model } from "../../../../capabilities/registry/contract/shapes.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor } from "../../../lib/query.ts";
import { CopyId } from "../../../ui/Copy.tsx";
import { Page } from "../../../ui/Page.tsx";
import { Async } from "../../../ui/states.tsx";
import { Tabs } from "../../../ui/Tabs.tsx";
import { Time } from "../../../ui/Time.tsx";
import { PendingBanner } from "./PendingBanner.tsx";
import { TagList } from "./TagList.tsx";
import { taskWords } from "./words.ts";
import "./registry.css";

/** Frame of the pages of one model: title, stages, tabs, open requests. */
export function ModelFrame({ actions, children }: { actions?(model: Model): ReactNode; children(model: Model): ReactNode }) {
  const t = useT();
  const place = usePlace();
  const { modelId = "" } = useParams();
  const model = useQuery({ ...queryFor(getModel, { modelId }), refetchInterval: 10_000 });
  if (!model.data)
    return (
      <Page title={t("Model")}>
        <Async query={model} what={t("The model could not load.")} shape="block">
          {() => null}
        </Async>
      </Page>
    );
  const m = model.data;
  const prompt = m.kind === "prompt";
  return (
    <Page
      title={m.name}
      chips={
        <>
          {prompt ? (
            <span className="chip">{t("Prompt")}</span>
          ) : (
            <span className={`chip ${m.productionVersion === null ? "" : "pri"}`}>
              {m.productionVersion === null ? t("Nothing in production") : t("Production v{version}", { version: m.productionVersion })}
            </span>
          )}
          {m.stagingVersion === null ? null : <span className="chip">{t("Staging v{version}", { version: m.stagingVersion })}</span>}
          {m.archived ? <span className="chip t3">{t("Archived")}</span> : null}
        </>
      }
      meta={
        <>
          {m.task === null ? null : <span>{t(taskWords[m.task])}</span>}
          <span>{t("made by {name}", { name: m.createdBy.name })}</span>
          <span>
            <Time at={m.createdAt} />
          </span>
          <CopyId id={m.id} />
        </>
      }
      actions={actions?.(m)}
      tabs={
        <Tabs
          base={place.at(`models/${m.id}`)}
          tabs={[
            { key: "", label: t("Versions"), count: m.versionCount },
            ...(prompt ? [] : [{ key: "history", label: t("History") }]),
            { key: "settings", label: t("Settings") },
          ]}
        />
      }
    >
      <PendingBanner modelId={m.id} />
      {m.description === "" ? null : <p className="t2">{m.description}</p>}
      <TagList tags={m.tags} />
      {children(m)}
    </Page>
  );
}
