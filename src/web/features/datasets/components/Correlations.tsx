import { Select } from "antd";
import { useState } from "react";
import type { Profile } from "../../../../capabilities/datasets/contract/profile.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { Card } from "../../../ui/Card.tsx";

const most = 24;

/** How columns hang together: Pearson or Spearman for numbers, Cramér's V and the correlation ratio where text takes part. */
export function Correlations({ profile }: { profile: Profile }) {
  const t = useT();
  const f = useFormat();
  const [numbers, setNumbers] = useState<"pearson" | "spearman">("pearson");
  const kindWords = { pearson: t("Pearson"), spearman: t("Spearman"), cramersV: t("Cramér's V"), correlationRatio: t("correlation ratio") };
  const pairs = new Map<string, { value: number | null; kind: keyof typeof kindWords }>();
  for (const pair of profile.correlations)
    if (pair.kind === numbers || pair.kind === "cramersV" || pair.kind === "correlationRatio") {
      pairs.set(`${pair.a}\u0000${pair.b}`, pair);
      pairs.set(`${pair.b}\u0000${pair.a}`, pair);
    }
  const taking = new Set([...profile.correlated.numeric, ...profile.correlated.categorical]);
  const all = profile.columns.map((c) => c.name).filter((name) => taking.has(name));
  const names = all.slice(0, most);
  return (
    <Card
      title={t("Correlations")}
      actions={
        <>
          <Select
            size="small"
            variant="borderless"
            aria-label={t("Between numbers")}
            value={numbers}
            onChange={setNumbers}
            options={[
              { value: "pearson", label: t("Pearson") },
              { value: "spearman", label: t("Spearman") },
            ]}
          />
          <span className="scale" aria-hidden>
            −1 <i /> +1
          </span>
        </>
      }
    >
      {names.length < 2 ? (
        <p className="pad t2">{t("Fewer than two columns can be compared.")}</p>
      ) : (
        <div className="correlations" tabIndex={0} role="region" aria-label={t("Correlations")}>
          <table>
            <tbody>
              {names.map((row, i) => (
                <tr key={row}>
                  <th scope="row" title={row}>
                    {row}
                  </th>
                  {names.slice(0, i + 1).map((column) => {
                    if (column === row)
                      return (
                        <td key={column} className="t3" title={row}>
                          1
                        </td>
                      );
                    const pair = pairs.get(`${row}\u0000${column}`);
                    const value = pair?.value ?? null;
                    const size = Math.abs(value ?? 0);
                    const tone = size < 0.1 ? 3 : Math.round(3 + Math.sign(value ?? 0) * Math.min(3, Math.ceil(size * 3)));
                    return (
                      <td
                        key={column}
                        style={{ background: `var(--d${tone})` }}
                        className={tone === 0 || tone === 6 ? "far" : tone === 1 || tone === 5 ? "mid" : ""}
                        title={`${row} · ${column}: ${f.metric(value)}${pair ? `, ${kindWords[pair.kind]}` : ""}`}
                      >
                        {value === null ? (
                          ""
                        ) : size >= 0.25 ? (
                          f
                            .metric(value)
                            .replace(/^(−?)0/, "$1")
                            .slice(0, value < 0 ? 4 : 3)
                        ) : (
                          <span className="sr">{f.metric(value)}</span>
                        )}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
          <p className="sm t3" style={{ marginBlockStart: 8 }}>
            {t("Cramér's V for text, ratio for mixed pairs; both have no direction.")}{" "}
            {all.length > most ? t("First {n} of {all} columns.", { n: most, all: all.length }) : ""}{" "}
            {profile.correlated.leftOut.length === 0 ? "" : t("Left out: {columns}.", { columns: f.list(profile.correlated.leftOut.slice(0, 6)) })}
          </p>
        </div>
      )}
    </Card>
  );
}
