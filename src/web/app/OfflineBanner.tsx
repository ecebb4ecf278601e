import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { WifiOff } from "lucide-react";
import { useFormat } from "../lib/format.ts";
import { useT } from "../lib/i18n.ts";
import { useLostSince } from "../lib/reach.ts";
import { useNow } from "../ui/Progress.tsx";

const patienceMs = 1500;

/** Over the page while the server does not answer: since when, how old what is shown may be, and Retry. */
export function OfflineBanner() {
  const t = useT();
  const f = useFormat();
  const client = useQueryClient();
  const since = useLostSince();
  const now = useNow(since !== null);
  if (since === null || now - since < patienceMs) return null;
  return (
    <div className="note warn offline" role="alert">
      <WifiOff size={16} aria-hidden />
      <span className="grow">
        <b>{t("Offline since {time}.", { time: f.clock(new Date(since)) })}</b>{" "}
        {t("Shown as it was {age} ago. What you change now is not saved.", { age: f.duration(Math.floor((now - since) / 1000) * 1000) })}
      </span>
      <Button size="small" onClick={() => void client.refetchQueries({ type: "active" })}>
        {t("Retry")}
      </Button>
    </div>
  );
}
