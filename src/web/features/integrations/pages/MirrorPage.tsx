import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { mirrorStatus } from "../../../../capabilities/integrations/contract/mirrors.ts";
import { useT } from "../../../lib/i18n.ts";
import { queryFor } from "../../../lib/query.ts";
import { Page } from "../../../ui/Page.tsx";
import { Async } from "../../../ui/states.tsx";
import { MirrorView } from "../components/MirrorView.tsx";

/** One mirror: how far behind it is, what was refused, and the acts on it. */
export default function MirrorPage() {
  const t = useT();
  const { mirrorId = "" } = useParams();
  const status = useQuery({ ...queryFor(mirrorStatus, { mirrorId }), refetchInterval: 2000 });
  if (status.data) return <MirrorView status={status.data} />;
  return (
    <Page title={t("Mirror")}>
      <Async query={status} what={t("The mirror could not load.")}>
        {() => null}
      </Async>
    </Page>
  );
}
