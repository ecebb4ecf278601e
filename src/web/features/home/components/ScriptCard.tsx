import { LoaderCircle } from "lucide-react";
import { useState } from "react";
import { Link } from "react-router";
import { Say, useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { Card } from "../../../ui/Card.tsx";
import { Segments } from "../../../ui/Segments.tsx";
import { Snippet } from "../../../ui/Snippet.tsx";

type Kind = "cli" | "curl";

/** How to log from one's own code; waits for the first run and says so. */
export function ScriptCard() {
  const t = useT();
  const place = usePlace();
  const [kind, setKind] = useState<Kind>("cli");
  const url = window.location.origin;
  const snippets: Record<Kind, string> = {
    cli: [
      t("# once: makes a key for this computer"),
      `./lumina login --url ${url} --email ${t("you@company.com")}`,
      "",
      "./lumina projects create demo",
      "./lumina runs create --project demo --name first",
      t("# the first run shows up here within seconds"),
    ].join("\n"),
    curl: [
      `export LUMINA_KEY=lum_…   ${t("# Settings, API keys")}`,
      `curl ${url}/api/v1/runs -H "Authorization: Bearer $LUMINA_KEY" \\`,
      `  -H "Content-Type: application/json" \\`,
      `  -d '{"projectId":"…","name":"first"}'`,
    ].join("\n"),
  };
  return (
    <Card
      title={t("Already have a script?")}
      remark={t("Log runs from your own code")}
      actions={
        <Segments<Kind>
          label={t("Language")}
          value={kind}
          onChange={setKind}
          options={[
            { value: "cli", label: t("CLI") },
            { value: "curl", label: t("REST") },
          ]}
        />
      }
      pad
    >
      <div className="col">
        <Snippet code={snippets[kind]} />
        <span className="row sm t2">
          <LoaderCircle size={14} aria-hidden className="spin" color="var(--primary)" />
          <Say m="Waiting for the first run. <a>Make a key</a>" tags={{ a: (p) => <Link to={place.at("settings/keys?new=1", null)}>{p}</Link> }} />
        </span>
      </div>
    </Card>
  );
}
