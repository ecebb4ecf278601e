import { useT } from "../../../lib/i18n.ts";
import { useFormat } from "../../../lib/format.ts";
import { Card } from "../../../ui/Card.tsx";
import { Async } from "../../../ui/states.tsx";
import { useArtifact } from "../../../lib/useArtifact.ts";

interface SignatureFile {
  inputs: { name: string; type: string; required: boolean; categories?: string[]; min?: number; max?: number; example: unknown }[];
  outputs: { name: string; type?: string }[];
}

/** What the model takes and gives. */
export function SignatureCard({ runId }: { runId: string }) {
  const t = useT();
  const f = useFormat();
  const signature = useArtifact<SignatureFile>(runId, "model/signature.json");
  return (
    <Card title={t("Signature")} remark={signature.data ? t("gives {outputs}", { outputs: f.list(signature.data.outputs.map((o) => o.name)) }) : undefined}>
      <Async query={signature} what={t("The signature could not load.")} rows={5} shape="block">
        {({ inputs }) => (
          <div className="table-around" tabIndex={0} role="region" aria-label={t("Signature")}>
            <table className="plain">
              <thead>
                <tr>
                  <th scope="col">{t("Input")}</th>
                  <th scope="col">{t("Type")}</th>
                  <th scope="col">{t("Range or values")}</th>
                  <th scope="col">{t("Example")}</th>
                </tr>
              </thead>
              <tbody>
                {inputs.map((input) => (
                  <tr key={input.name}>
                    <th scope="row" className="mono">
                      {input.name}
                    </th>
                    <td>{input.required ? input.type : t("{type}, optional", { type: input.type })}</td>
                    <td className="t2">
                      {input.categories
                        ? input.categories.slice(0, 4).join(", ") + (input.categories.length > 4 ? " …" : "")
                        : input.min !== undefined && input.max !== undefined
                          ? t("{from} to {to}", { from: f.metric(input.min, "value"), to: f.metric(input.max, "value") })
                          : "—"}
                    </td>
                    <td className="mono">{input.example === null || input.example === undefined ? "—" : String(input.example)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Async>
    </Card>
  );
}
