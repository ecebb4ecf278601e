import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { CircleCheck, CircleX, RefreshCw } from "lucide-react";
import { verifyAudit } from "../../../../capabilities/governance/contract.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor } from "../../../lib/query.ts";
import { Card, Facts } from "../../../ui/Card.tsx";
import { CopyText } from "../../../ui/Copy.tsx";
import { Page } from "../../../ui/Page.tsx";
import { Async } from "../../../ui/states.tsx";
import { Scroll } from "../components/Scroll.tsx";

/** Checks every link of the audit chain and says what is not linked yet. */
export default function VerifyPage() {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const query = useQuery({ ...queryFor(verifyAudit, {}), staleTime: 0 });
  return (
    <Page
      title={t("Verify the chain")}
      crumbs={[{ label: t("Audit"), to: place.at("audit", null) }]}
      meta={<span>{t("Each row holds the hash of the one before. A changed or missing row breaks every link after it.")}</span>}
      actions={
        <Button icon={<RefreshCw />} loading={query.isFetching} onClick={() => void query.refetch()}>
          {t("Check again")}
        </Button>
      }
    >
      <Async query={query} what={t("The chain could not be checked.")} shape="block">
        {(result) => (
          <>
            <div className={`note ${result.ok ? "ok" : "err"}`} role="status">
              {result.ok ? <CircleCheck size={16} aria-hidden /> : <CircleX size={16} aria-hidden />}
              <span>
                <b>
                  {result.ok
                    ? t("All {n} rows are as they were written.", { n: f.count(result.checked) })
                    : t("{n, plural, one {# problem was found.} other {# problems were found.}}", { n: result.problemCount })}
                </b>
              </span>
            </div>
            <Card title={t("Head of the chain")} remark={t("note it elsewhere: a later check can prove that nothing up to here was cut off")} pad>
              <Facts
                facts={[
                  [t("Place"), result.head === null ? "—" : f.count(result.head.seq)],
                  [t("Hash"), result.head === null ? "—" : <CopyText key="hash" text={result.head.hash} />],
                  [
                    t("Not linked yet"),
                    t("{n, plural, one {# row} other {# rows}}, {minutes, plural, one {# open minute} other {# open minutes}} of summed acts", {
                      n: result.unlinked.count,
                      minutes: result.unlinked.openMinutes,
                    }),
                  ],
                ]}
              />
            </Card>
            {result.problems.length === 0 ? null : (
              <Card title={t("Problems")}>
                <Scroll label={t("Problems")}>
                  <table className="plain">
                    <thead>
                      <tr>
                        <th scope="col">{t("Place")}</th>
                        <th scope="col">{t("Row")}</th>
                        <th scope="col">{t("What is wrong")}</th>
                      </tr>
                    </thead>
                    <tbody>
                      {result.problems.map((p, i) => (
                        <tr key={i}>
                          <td className="num">{p.seq === null ? "—" : f.count(p.seq)}</td>
                          <td className="mono">{p.auditId ?? "—"}</td>
                          <td>{p.problem}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </Scroll>
              </Card>
            )}
          </>
        )}
      </Async>
    </Page>
  );
}
