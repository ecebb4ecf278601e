import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { Link } from "react-router";
import { listVersions } from "../../../../capabilities/registry/contract/versions.ts";
import type { Model, ModelVersion, VersionSummary } from "../../../../capabilities/registry/contract/shapes.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor } from "../../../lib/query.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { Card } from "../../../ui/Card.tsx";
import { Diff } from "../../../ui/Diff.tsx";
import { Scroll } from "./Scroll.tsx";
import { Async, Empty } from "../../../ui/states.tsx";
import { Time } from "../../../ui/Time.tsx";
import { promptText, textDiff } from "./promptText.ts";
import "./registry.css";

/** Versions of a prompt: the text of one, and what changed since another. */
export function PromptVersions({ model }: { model: Model }) {
  const t = useT();
  const versions = useQuery({ ...queryFor(listVersions, { modelId: model.id, limit: 200 }), refetchInterval: 10_000 });
  return (
    <Async query={versions} what={t("The versions could not load.")} shape="block">
      {({ items }) =>
        items.length === 0 ? (
          <div className="card">
            <Empty say={t("This prompt has no version yet.")} snippet={`mlflow.genai.register_prompt("${model.name}", "Hello {{name}}")`} />
          </div>
        ) : (
          <Chosen model={model} items={items} />
        )
      }
    </Async>
  );
}

function Chosen({ model, items }: { model: Model; items: readonly VersionSummary[] }) {
  const t = useT();
  const place = usePlace();
  const [newest, older] = items;
  const shown = useUrlValue("v", String(newest?.version ?? 1));
  const against = useUrlValue("against", String(older?.version ?? ""));
  const version = items.find((v) => String(v.version) === shown.value) ?? newest;
  const base = items.find((v) => String(v.version) === against.value && v.version !== version?.version);
  if (!version) return null;
  const options = items.map((v) => ({
    value: String(v.version),
    label: [t("v{version}", { version: v.version }), ...v.aliases.map((a) => `@${a}`)].join(" "),
  }));
  return (
    <>
      <Card
        title={t("Text of v{version}", { version: version.version })}
        actions={
          <Select
            size="small"
            aria-label={t("Version shown")}
            value={String(version.version)}
            options={options}
            popupMatchSelectWidth={false}
            onChange={shown.choose}
          />
        }
      >
        <PromptBody text={promptText(version)} />
      </Card>
      {items.length < 2 ? null : (
        <Card
          title={base ? t("What changed since v{version}", { version: base.version }) : t("What changed")}
          actions={
            <Select
              size="small"
              aria-label={t("Compared with")}
              {...(base && { value: String(base.version) })}
              placeholder={t("Compare with")}
              options={options.filter((o) => o.value !== String(version.version))}
              popupMatchSelectWidth={false}
              onChange={against.choose}
            />
          }
        >
          {base ? (
            <Diff
              lines={textDiff(promptText(base), promptText(version))}
              beforeLabel={t("v{version}", { version: base.version })}
              afterLabel={t("v{version}", { version: version.version })}
            />
          ) : (
            <p className="pad t2">{t("Choose another version to compare with.")}</p>
          )}
        </Card>
      )}
      <Card title={t("Versions")}>
        <Scroll label={t("Versions")}>
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{t("Version")}</th>
                <th scope="col">{t("Aliases")}</th>
                <th scope="col">{t("What is new")}</th>
                <th scope="col">{t("Made by")}</th>
                <th scope="col">{t("Made")}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((v) => (
                <tr key={v.version}>
                  <th scope="row">
                    <Link className="mono" to={place.at(`models/${model.id}/${v.version}`, model.projectId)}>
                      {t("v{version}", { version: v.version })}
                    </Link>
                  </th>
                  <td>{v.aliases.map((alias) => `@${alias}`).join(", ") || "—"}</td>
                  <td className="t2">{v.description || "—"}</td>
                  <td className="t2">{v.createdBy.name}</td>
                  <td>
                    <Time at={v.createdAt} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </Card>
    </>
  );
}

/** The text as it is sent, its variables to be filled by the caller. */
function PromptBody({ text }: { text: string }) {
  const t = useT();
  const variables = [...new Set([...text.matchAll(/\{\{\s*([A-Za-z_][\w.]*)\s*\}\}/g)].map((match) => match[1] ?? ""))];
  return (
    <>
      <pre className="prompt-text" tabIndex={0}>
        {text}
      </pre>
      {variables.length === 0 ? null : (
        <p className="pad sm t2">{t("{n, plural, one {Variable} other {Variables}}: {names}", { n: variables.length, names: variables.join(", ") })}</p>
      )}
    </>
  );
}

/** One version of a prompt on its own page. */
export function PromptOverview({ version }: { version: ModelVersion }) {
  const t = useT();
  return (
    <Card title={t("Text")}>
      <PromptBody text={promptText(version)} />
    </Card>
  );
}
