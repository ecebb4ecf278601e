import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { diffVersions, type Dataset, type DatasetVersion } from "../../../../capabilities/datasets/contract.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { queryFor } from "../../../lib/query.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { Card, Facts } from "../../../ui/Card.tsx";
import { Diff, type DiffLine } from "../../../ui/Diff.tsx";
import { Async } from "../../../ui/states.tsx";

/** What changed between two versions: columns and counts. */
export function VersionDiff({ dataset, version }: { dataset: Dataset; version: DatasetVersion }) {
  const t = useT();
  const f = useFormat();
  const base = useUrlValue("base");
  const usual = version.parentVersion ?? (version.version > 1 ? version.version - 1 : 2);
  const from = /^\d+$/.test(base.value) && Number(base.value) !== version.version ? Number(base.value) : usual;
  const diff = useQuery(queryFor(diffVersions, { datasetId: dataset.id, from, to: version.version }));
  return (
    <Card
      title={t("What changed")}
      remark={t("to v{n}", { n: version.version })}
      actions={
        <Select
          size="small"
          aria-label={t("Compare with")}
          value={from}
          onChange={(n) => base.choose(n === usual ? "" : String(n))}
          options={Array.from({ length: dataset.latestVersion }, (_, i) => dataset.latestVersion - i)
            .filter((n) => n !== version.version)
            .map((n) => ({ value: n, label: t("from v{n}", { n }) }))}
        />
      }
    >
      <Async query={diff} what={t("The versions could not be compared.")} rows={3} shape="block">
        {(d) => {
          const lines: DiffLine[] = [
            ...d.removed.map((c) => ({ key: c.name, before: c.type, after: null })),
            ...d.added.map((c) => ({ key: c.name, before: null, after: c.type })),
            ...d.retyped.map((c) => ({ key: c.name, before: c.from, after: c.to })),
          ];
          return (
            <div className="pad col g12">
              <Facts
                facts={[
                  [
                    t("Rows"),
                    t("{from} to {to} ({delta})", { from: f.count(d.rows.from), to: f.count(d.rows.to), delta: f.delta(d.rows.to - d.rows.from, f.count) }),
                  ],
                  [
                    t("Columns"),
                    t("{removed} removed, {added} added, {retyped} of another type", {
                      removed: d.removed.length,
                      added: d.added.length,
                      retyped: d.retyped.length,
                    }),
                  ],
                  [t("Content"), d.sameRows ? t("the same bytes") : t("differs")],
                ]}
              />
              {lines.length === 0 ? null : <Diff lines={lines} beforeLabel={`v${d.from}`} afterLabel={`v${d.to}`} />}
            </div>
          );
        }}
      </Async>
    </Card>
  );
}
