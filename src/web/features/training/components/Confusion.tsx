import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { Card } from "../../../ui/Card.tsx";
import { useArtifact } from "../../../lib/useArtifact.ts";
import { PlotState } from "./PlotState.tsx";

interface ConfusionFile {
  classes: (string | number)[];
  matrix: number[][];
}

const most = 20;

/** True class down, predicted class across; the tone is the share of the true class. */
export function Confusion({ runId, label }: { runId: string; label: string }) {
  const t = useT();
  const f = useFormat();
  const file = useArtifact<ConfusionFile>(runId, "model/plots/confusion.json");
  const title = t("Confusion matrix");
  return (
    <PlotState title={title} query={file}>
      {({ classes, matrix }) => (
        <Card title={title} remark={t("{name}, out of fold, rows", { name: label })}>
          <div className="pad" style={{ overflow: "auto", maxHeight: 340 }} tabIndex={0} role="region" aria-label={title}>
            <table className="confusion">
              <thead>
                <tr>
                  <th scope="col">{t("True, then predicted")}</th>
                  {classes.slice(0, most).map((name) => (
                    <th key={String(name)} scope="col">
                      {String(name)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {matrix.slice(0, most).map((row, i) => {
                  const sum = row.reduce((a, b) => a + b, 0);
                  return (
                    <tr key={i}>
                      <th scope="row" className="right">
                        {String(classes[i])}
                      </th>
                      {row.slice(0, most).map((n, j) => {
                        const share = sum === 0 ? 0 : n / sum;
                        const tone = Math.min(6, Math.floor(share * 7));
                        return (
                          <td key={j} className={tone >= 5 ? "strong light" : tone >= 3 ? "strong dark" : ""} style={{ background: `var(--q${tone})` }}>
                            <b>{f.count(n)}</b>
                            <span className="sm block">{f.percent(share)}</span>
                          </td>
                        );
                      })}
                    </tr>
                  );
                })}
              </tbody>
            </table>
            {classes.length > most ? <p className="sm t3">{t("First {n} of {all} classes.", { n: most, all: classes.length })}</p> : null}
          </div>
        </Card>
      )}
    </PlotState>
  );
}
