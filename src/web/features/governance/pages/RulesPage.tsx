import { useQuery } from "@tanstack/react-query";
import { listRules } from "../../../../capabilities/governance/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor } from "../../../lib/query.ts";
import { Card, Facts } from "../../../ui/Card.tsx";
import { Page } from "../../../ui/Page.tsx";
import { Async } from "../../../ui/states.tsx";

/** Which acts need another person here, and why a rule is on or off. */
export default function RulesPage() {
  const t = useT();
  const place = usePlace();
  const rules = useQuery(queryFor(listRules, {}));
  return (
    <Page
      title={t("Rules")}
      crumbs={[{ label: t("Approvals"), to: place.at("approvals", null) }]}
      meta={<span>{t("Acts that another person must approve before they are carried out.")}</span>}
    >
      <Async query={rules} what={t("The rules could not load.")}>
        {({ items }) =>
          items.map((rule) => (
            <Card
              key={rule.id}
              title={<span className="mono">{rule.operation}</span>}
              actions={<span className={`chip ${rule.on ? "pri" : ""}`}>{rule.on ? t("On") : t("Off")}</span>}
              pad
            >
              <Facts
                facts={[
                  [t("Applies to"), rule.when],
                  [t("Does not apply to"), rule.exempt],
                  [t("Needs"), rule.needs],
                  [t("Why"), rule.why],
                ]}
              />
            </Card>
          ))
        }
      </Async>
    </Page>
  );
}
