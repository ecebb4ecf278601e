import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { KeyRound, LockKeyhole, UserPlus } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { listKeys } from "../../../../capabilities/identity/contract/keys.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor } from "../../../lib/query.ts";
import { useSession } from "../../../lib/session.ts";
import { Card } from "../../../ui/Card.tsx";

/** Set-up list of an administrator on the first run; a line disappears when it is done. */
export default function SetUp() {
  const t = useT();
  const place = usePlace();
  const { role, profile, workspace } = useSession();
  const keys = useQuery(queryFor(listKeys, { state: "active", limit: 1 }));
  if (role !== "admin" || !profile || !workspace) return null;
  const lines: { icon: ReactNode; title: string; remark: string; act: string; to: string; done: boolean }[] = [
    {
      icon: <LockKeyhole size={16} aria-hidden />,
      title: t("Choose a password"),
      remark: t("So that you can sign in without the link"),
      act: t("Choose"),
      to: "settings/profile",
      done: profile.hasPassword,
    },
    {
      icon: <UserPlus size={16} aria-hidden />,
      title: t("Invite people"),
      remark: t("Approvals need a second person"),
      act: t("Invite"),
      to: "settings/invitations?new=1",
      done: workspace.memberCount > 1,
    },
    {
      icon: <KeyRound size={16} aria-hidden />,
      title: t("Make an API key"),
      remark: t("For the CLI and your scripts"),
      act: t("Make"),
      to: "settings/keys?new=1",
      done: (keys.data?.items.length ?? 0) > 0,
    },
  ];
  const open = lines.filter((line) => !line.done);
  if (open.length === 0) return null;
  return (
    <Card title={t("Set up the workspace")} remark={t("you are its administrator")}>
      {open.map((line) => (
        <div key={line.to} className="item">
          {line.icon}
          <span className="grow">
            <span className="m block">{line.title}</span>
            <span className="sm t2 block">{line.remark}</span>
          </span>
          <Link to={place.at(line.to, null)}>
            <Button size="small" tabIndex={-1}>
              {line.act}
            </Button>
          </Link>
        </div>
      ))}
    </Card>
  );
}
