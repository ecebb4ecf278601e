import { ArrowLeft } from "lucide-react";
import { Link, useNavigate, useParams } from "react-router";
import { useQuery } from "@tanstack/react-query";
import { getChat } from "../../../../capabilities/assistant/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor } from "../../../lib/query.ts";
import { Page } from "../../../ui/Page.tsx";
import { useNarrow } from "../../../ui/useMedia.ts";
import { ChatList } from "../components/ChatList.tsx";
import { ChatView } from "../components/ChatView.tsx";
import "../components/assistant.css";

/** All chats at the left, one chat at the right. */
export default function AssistantPage() {
  const t = useT();
  const place = usePlace();
  const narrow = useNarrow();
  const navigate = useNavigate();
  const { chatId } = useParams();
  const begun = chatId === undefined || chatId === "new" ? null : chatId;
  const chat = useQuery({ ...queryFor(getChat, { chatId: begun ?? "" }), enabled: begun !== null });
  const open = (id: string) => void navigate(place.at(`assistant/${id}`));
  return (
    <Page
      title={chat.data?.title ?? t("Assistant")}
      flush
      meta={
        narrow && chatId !== undefined ? (
          <Link to={place.at("assistant")} className="row sm">
            <ArrowLeft size={14} aria-hidden />
            {t("All chats")}
          </Link>
        ) : undefined
      }
    >
      <div className={`assistant-page ${chatId === undefined ? "" : "chosen"}`}>
        <ChatList here={begun} onOpen={open} onNew={() => open("new")} onRemoved={(id) => (id === begun ? open("new") : undefined)} />
        <div className="chat-frame">
          <ChatView key={begun ?? "new"} chatId={begun} onBegun={open} />
        </div>
      </div>
    </Page>
  );
}
