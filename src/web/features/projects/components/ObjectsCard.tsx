import type { ReactNode } from "react";
import { Link } from "react-router";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { Card } from "../../../ui/Card.tsx";
import { ObjectRef, useCollection } from "../../../ui/collection.tsx";
import { Async } from "../../../ui/states.tsx";

interface ObjectsCardProps<Row> {
  title: string;
  type: string;
  /** Navigation path of the list, linked where that section exists. */
  section: string;
  query: { data: { items: Row[]; nextCursor: string | null } | undefined; error: Error | null; isPending: boolean; refetch(): unknown };
  none: string;
  row(row: Row): { id: string; name: string; note: ReactNode; end: ReactNode };
}

/** The newest objects of one kind, with a link to all of them. */
export function ObjectsCard<Row>({ title, type, section, query, none, row }: ObjectsCardProps<Row>) {
  const t = useT();
  const place = usePlace();
  const exists = useCollection().some((m) => m.navigation?.some((item) => item.path === section));
  return (
    <Card
      title={title}
      actions={
        exists && (query.data?.items.length ?? 0) > 0 ? (
          <Link className="sm" to={place.at(section)}>
            {t("All")}
          </Link>
        ) : undefined
      }
    >
      <Async query={query} what={t("{what} could not load.", { what: title })} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="pad t2">{none}</p>
          ) : (
            items.map(row).map((each) => (
              <div key={each.id} className="item">
                <span className="grow">
                  <span className="m block ellipsis object-name">
                    <ObjectRef type={type} id={each.id}>
                      {each.name}
                    </ObjectRef>
                  </span>
                  <span className="sm t2 block">{each.note}</span>
                </span>
                <span className="sm t3 nowrap">{each.end}</span>
              </div>
            ))
          )
        }
      </Async>
    </Card>
  );
}
