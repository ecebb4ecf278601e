import { useState } from "react";
import type { Signature, SignatureInput } from "../../../../capabilities/registry/contract/shapes.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { Card } from "../../../ui/Card.tsx";
import { Scroll } from "./Scroll.tsx";

const shownFirst = 12;

/** What the model takes and gives. */
export function SignatureCard({ signature }: { signature: Signature }) {
  const t = useT();
  const f = useFormat();
  const [all, setAll] = useState(false);
  const { inputs, outputs } = signature;
  const range = (input: SignatureInput) =>
    input.categories
      ? input.categories.slice(0, 6).join(", ") + (input.categories.length > 6 ? ` +${input.categories.length - 6}` : "")
      : input.min === undefined || input.min === null || input.max === undefined || input.max === null
        ? t("any")
        : t("{min} to {max}", { min: f.metric(input.min, "value"), max: f.metric(input.max, "value") });
  return (
    <Card
      title={t("Signature")}
      remark={t("{in, plural, one {# input} other {# inputs}}, answers {out}", { in: inputs.length, out: outputs.map((o) => o.name).join(", ") })}
    >
      <Scroll label={t("Signature")}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t("Input")}</th>
              <th scope="col">{t("Type")}</th>
              <th scope="col">{t("Needed")}</th>
              <th scope="col">{t("Seen in training")}</th>
              <th scope="col">{t("Example")}</th>
            </tr>
          </thead>
          <tbody>
            {(all ? inputs : inputs.slice(0, shownFirst)).map((input) => (
              <tr key={input.name}>
                <th scope="row" className="mono">
                  {input.name}
                </th>
                <td className="t2">{input.type}</td>
                <td>{input.required ? t("yes") : <span className="t2">{t("may be missing")}</span>}</td>
                <td>{range(input)}</td>
                <td className="mono t2">{input.example === undefined || input.example === null ? "—" : String(input.example)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {inputs.length > shownFirst && !all ? (
        <p className="pad">
          <button type="button" className="link-button" onClick={() => setAll(true)}>
            {t("Show all {n}", { n: f.count(inputs.length) })}
          </button>
        </p>
      ) : null}
    </Card>
  );
}
