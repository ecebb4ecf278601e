import { Hand } from "lucide-react";
import type { Approval } from "../../../../capabilities/governance/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { useSession } from "../../../lib/session.ts";
import { Card, Item } from "../../../ui/Card.tsx";
import { ObjectRef } from "../../../ui/collection.tsx";
import { Async } from "../../../ui/states.tsx";
import { Time } from "../../../ui/Time.tsx";

/** Requests that wait for another person than the one who asked. */
export function NeedsYou({ query }: { query: { data: { items: Approval[] } | undefined; error: Error | null; isPending: boolean; refetch(): unknown } }) {
  const t = useT();
  const { profile } = useSession();
  const waiting = query.data?.items.filter((a) => a.maker.id !== profile?.id) ?? [];
  return (
    <Card
      title={
        <span className="row">
          {t("Needs you")}
          {waiting.length > 0 ? <span className="chip pri">{waiting.length}</span> : null}
        </span>
      }
    >
      <Async query={query} what={t("The requests could not load.")} rows={2} shape="block">
        {() =>
          waiting.length === 0 ? (
            <p className="pad t2">{t("Nothing waits for you.")}</p>
          ) : (
            waiting.slice(0, 6).map((a) => (
              <Item
                key={a.id}
                icon={<Hand size={16} aria-hidden color="var(--primary)" />}
                title={
                  <ObjectRef type="approval" id={a.id} projectId={null}>
                    {a.summary}
                  </ObjectRef>
                }
                remark={t("asked by {name}", { name: a.maker.name })}
                end={<Time at={a.createdAt} />}
              />
            ))
          )
        }
      </Async>
    </Card>
  );
}
