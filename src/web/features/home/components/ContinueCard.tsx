import { FileText } from "lucide-react";
import { Link } from "react-router";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { Card } from "../../../ui/Card.tsx";
import { useCollection } from "../../../ui/collection.tsx";
import { recentVisits } from "../../../ui/recent.ts";

/** What was opened last in this browser. */
export function ContinueCard() {
  const t = useT();
  const place = usePlace();
  const items = useCollection().flatMap((m) => m.navigation ?? []);
  const visits = recentVisits(place.workspaceId).slice(0, 4);
  if (visits.length === 0) return null;
  return (
    <Card title={t("Continue")} remark={t("what you opened last")}>
      <div className="continue">
        {visits.map((visit) => {
          const item = items.find((each) => each.path === visit.section);
          const Icon = item?.icon ?? FileText;
          return (
            <Link key={visit.to} to={visit.to} className="item">
              <Icon size={16} aria-hidden />
              <span className="grow">
                <span className="m block ellipsis">{visit.title}</span>
                <span className="sm t2 block">{item ? t(item.label) : ""}</span>
              </span>
            </Link>
          );
        })}
      </div>
    </Card>
  );
}
