import { useQuery } from "@tanstack/react-query";
import { Hand } from "lucide-react";
import { listApprovals, watchApprovals } from "../../../../capabilities/governance/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { invalidateNoun, queryFor } from "../../../lib/query.ts";
import { useSession } from "../../../lib/session.ts";
import { useWatch } from "../../../lib/watch.ts";
import { ObjectRef } from "../../../ui/collection.tsx";
import { Time } from "../../../ui/Time.tsx";
import { useQueryClient } from "@tanstack/react-query";

/** Open requests about a model: who asked, what, since when, who may decide. */
export function PendingBanner({ modelId }: { modelId: string }) {
  const t = useT();
  const client = useQueryClient();
  const { profile } = useSession();
  const read = queryFor(listApprovals, { resourceId: modelId, status: "pending", limit: 5 });
  const requests = useQuery(read);
  useWatch(
    watchApprovals,
    {},
    () => {
      void client.invalidateQueries({ queryKey: read.queryKey });
      void invalidateNoun(client, "models");
    },
    { poll: [read.queryKey] },
  );
  return (requests.data?.items ?? []).map((request) => (
    <div key={request.id} className="note pri" role="status">
      <Hand size={16} aria-hidden />
      <span className="grow">
        <b>
          <ObjectRef type="approval" id={request.id} projectId={null}>
            {request.summary}
          </ObjectRef>
        </b>{" "}
        <span className="t2">
          {t("asked by {name}", { name: request.maker.name })} · <Time at={request.createdAt} />
        </span>
        <br />
        {request.maker.id === profile?.id
          ? t("You asked for this, so someone else must decide.")
          : t("It waits for a decision. Open the request to read it and decide.")}
      </span>
    </div>
  ));
}
