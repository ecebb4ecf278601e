import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Download } from "lucide-react";
import type { ReactNode } from "react";
import type { Artifact } from "../../../../../capabilities/tracking/contract/artifacts.ts";
import { useFormat } from "../../../../lib/format.ts";
import { useT } from "../../../../lib/i18n.ts";
import { problemOf } from "../../../../lib/problem.ts";
import { useUrlValue } from "../../../../lib/urlState.ts";
import { Card } from "../../../../ui/Card.tsx";
import { ErrorState, Loading } from "../../../../ui/states.tsx";
import { toast } from "../../../../ui/toasts.ts";
import { ArtifactTree } from "./ArtifactTree.tsx";
import { ArtifactView } from "./ArtifactView.tsx";
import { kindOf } from "./artifactKind.ts";
import type { ArtifactSource } from "./source.ts";
import "./artifacts.css";

interface BrowserProps {
  source: ArtifactSource;
  live: boolean;
  /** What stands there without files. */
  empty: ReactNode;
}

/** Files by folder, and what is in the chosen one; the choice is in the address. */
export function ArtifactBrowser({ source, live, empty }: BrowserProps) {
  const t = useT();
  const f = useFormat();
  const chosen = useUrlValue("file");
  const read = useInfiniteQuery({ ...source.list, refetchInterval: live ? 4000 : false });
  const save = (artifact: Artifact) =>
    void source.save(artifact.path).catch((error: unknown) => {
      const problem = problemOf(error);
      toast({ tone: "error", text: problem.detail, remark: problem.fix });
    });
  const items = (read.data?.pages ?? []).flatMap((page) => page.items);
  if (read.isPending) return <Loading rows={8} />;
  if (read.error && items.length === 0)
    return (
      <div className="card">
        <ErrorState error={read.error} what={t("The artifacts could not load.")} onRetry={() => void read.refetch()} />
      </div>
    );
  if (items.length === 0) return <div className="card">{empty}</div>;
  const open = items.find((a) => a.path === chosen.value) ?? items.find((a) => kindOf(a) !== "binary") ?? items[0];
  return (
    <div className="artifacts">
      <Card
        title={t("Files")}
        remark={t("{n, plural, one {# file} other {# files}}, {size}", { n: items.length, size: f.bytes(items.reduce((sum, a) => sum + a.sizeBytes, 0)) })}
      >
        <ArtifactTree files={items} open={open} onOpen={chosen.choose} onSave={save} />
        {read.hasNextPage ? (
          <button type="button" className="more-rows" onClick={() => void read.fetchNextPage()}>
            {t("Show more")}
          </button>
        ) : null}
      </Card>
      {open ? (
        <Card
          title={<span className="mono">{open.path}</span>}
          remark={f.bytes(open.sizeBytes)}
          actions={
            <Button size="small" icon={<Download />} onClick={() => save(open)}>
              {t("Download")}
            </Button>
          }
        >
          <ArtifactView key={open.path} source={source} artifact={open} />
        </Card>
      ) : null}
    </div>
  );
}
