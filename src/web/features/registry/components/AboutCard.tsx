import type { ModelVersion } from "../../../../capabilities/registry/contract/shapes.ts";
import { useT } from "../../../lib/i18n.ts";
import { Card, Facts } from "../../../ui/Card.tsx";
import { CopyText } from "../../../ui/Copy.tsx";
import { Aliases } from "./Aliases.tsx";
import { TagList } from "./TagList.tsx";

/** Where a version's files are, what points at it, and what people noted about it. */
export function AboutCard({ version: v }: { version: ModelVersion }) {
  const t = useT();
  const prompt = v.kind === "prompt";
  const address = `${prompt ? "prompts" : "models"}:/${v.name}/${v.version}`;
  return (
    <Card title={prompt ? t("Aliases and tags") : t("Source, aliases and tags")} className="facts-links" pad>
      <div className="col g12">
        {v.description === "" ? null : <p className="t2">{v.description}</p>}
        <Facts
          facts={[
            ...(prompt ? [] : [[t("Source"), <CopyText key="source" text={v.source} />] as const]),
            ...(v.location === v.source ? [] : [[t("Files"), <CopyText key="location" text={v.location} />] as const]),
            [t("In a script"), <CopyText key="address" text={address} />],
            ...(v.runLink === "" ? [] : [[t("Link to its run"), <CopyText key="link" text={v.runLink} />] as const]),
          ]}
        />
        <TagList tags={v.tags} />
        <Aliases modelId={v.modelId} version={v.version} aliases={v.aliases} />
      </div>
    </Card>
  );
}
