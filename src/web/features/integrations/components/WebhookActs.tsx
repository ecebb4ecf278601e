import { Button } from "antd";
import { Pause, Play, Send, Trash2 } from "lucide-react";
import { useNavigate } from "react-router";
import { deleteWebhook, testWebhook, updateWebhook, type Webhook } from "../../../../capabilities/integrations/contract/webhooks.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { confirm } from "../../../ui/Confirm.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useDo } from "../../../ui/useDo.ts";
import { useManages } from "./useManages.ts";

/** Test, disable or enable, delete. */
export function WebhookActs({ webhook }: { webhook: Webhook }) {
  const t = useT();
  const place = usePlace();
  const navigate = useNavigate();
  const manages = useManages();
  const test = useDo(testWebhook, { onDone: () => toast({ tone: "done", text: t("A test is in line; its answer stands in the list") }) });
  const update = useDo(updateWebhook);
  const remove = useDo(deleteWebhook, { onDone: () => void navigate(place.at("settings/webhooks", null)) });
  if (!manages) return null;
  const { id: webhookId, name } = webhook;
  const turn = (status: "active" | "disabled") => {
    const back = status === "active" ? "disabled" : "active";
    update.mutate(
      { webhookId, status },
      {
        onSuccess: () =>
          toast({
            tone: "done",
            text: status === "active" ? t("{name} is enabled", { name }) : t("{name} is disabled", { name }),
            undo: () => update.mutateAsync({ webhookId, status: back }),
          }),
      },
    );
  };
  const ask = async () => {
    const yes = await confirm({
      title: t("Delete {name}", { name }),
      effect: t("Nothing more is sent, and the list of its deliveries and its secret are deleted."),
      act: t("Delete the webhook"),
      danger: true,
      typeName: name,
    });
    if (yes) remove.mutate({ webhookId });
  };
  return (
    <>
      <Button type="primary" icon={<Send />} loading={test.isPending} onClick={() => test.mutate({ webhookId })}>
        {t("Send a test")}
      </Button>
      {webhook.status === "active" ? (
        <Button icon={<Pause />} onClick={() => turn("disabled")}>
          {t("Disable")}
        </Button>
      ) : (
        <Button icon={<Play />} onClick={() => turn("active")}>
          {t("Enable")}
        </Button>
      )}
      <Button danger icon={<Trash2 />} onClick={() => void ask()}>
        {t("Delete")}
      </Button>
    </>
  );
}
