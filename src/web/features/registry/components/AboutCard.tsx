import type { ModelVersion } from "../../../../capabilities/registry/contract/shapes.ts";
import { Say, useT } from "../../../lib/i18n.ts";
import { Card, Facts } from "../../../ui/Card.tsx";
import { CopyText } from "../../../ui/Copy.tsx";
import { TagList } from "./TagList.tsx";

/** Where a version's files are and what people noted about it. */
export function AboutCard({ version: v }: { version: ModelVersion }) {
  const t = useT();
  const address = `models:/${v.name}/${v.version}`;
  return (
    <Card title={t("Source, aliases and tags")} className="facts-links" pad>
      <Facts
        facts={[
          [t("Source"), <CopyText key="source" text={v.source} shown={v.source} />],
          ...(v.location === v.source ? [] : [[t("Files"), <CopyText key="location" text={v.location} shown={v.location} />] as const]),
          [t("For MLflow's clients"), <CopyText key="address" text={address} shown={address} />],
          [t("Aliases"), v.aliases.length === 0 ? t("none") : v.aliases.map((alias) => `@${alias}`).join(", ")],
          ...(v.runLink === "" ? [] : [[t("Link to its run"), <CopyText key="link" text={v.runLink} shown={v.runLink} />] as const]),
        ]}
      />
      {v.description === "" ? null : <p className="t2">{v.description}</p>}
      <TagList tags={v.tags} />
      {v.kind === "prompt" ? null : (
        <p className="sm t2">
          <Say m="A script sets these with <c>MlflowClient</c>, the command line with <c>lumina models set-alias</c>." tags={{ c: (p) => <code>{p}</code> }} />
        </p>
      )}
    </Card>
  );
}
