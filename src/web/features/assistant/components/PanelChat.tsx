import { useQuery } from "@tanstack/react-query";
import { History, Maximize2, Plus, Sparkles, X } from "lucide-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { getChat } from "../../../../capabilities/assistant/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor } from "../../../lib/query.ts";
import { ChatList } from "./ChatList.tsx";
import { ChatView } from "./ChatView.tsx";
import "./assistant.css";

/** The chat this browser had open last in a workspace. */
const slot = (workspaceId: string) => `lumina.chat.${workspaceId}`;

/** The assistant in the panel: chat, history, new, open as page, close. */
export default function PanelChat({ onClose }: { onClose(): void }) {
  const t = useT();
  const place = usePlace();
  const navigate = useNavigate();
  const key = slot(place.workspaceId);
  const [chatId, setChatId] = useState<string | null>(() => localStorage.getItem(key));
  const [listing, setListing] = useState(false);
  const chat = useQuery({ ...queryFor(getChat, { chatId: chatId ?? "" }), enabled: chatId !== null });
  const lost = chatId !== null && chat.error !== null;
  const open = (id: string | null) => {
    if (id === null) localStorage.removeItem(key);
    else localStorage.setItem(key, id);
    setChatId(id);
    setListing(false);
  };
  const shown = lost ? null : chatId;
  const button = (label: string, icon: React.ReactNode, onClick: () => void, pressed?: boolean) => (
    <button
      type="button"
      className="icon-button s"
      aria-label={label}
      title={label}
      onClick={onClick}
      {...(pressed === undefined ? {} : { "aria-pressed": pressed })}
    >
      {icon}
    </button>
  );
  return (
    <div className="chat-frame">
      <div className="chat-head">
        <Sparkles size={16} aria-hidden color="var(--primary)" />
        <h2 className="grow ellipsis">{shown === null ? t("Assistant") : (chat.data?.title ?? t("Assistant"))}</h2>
        {button(t("Earlier chats"), <History size={14} aria-hidden />, () => setListing(!listing), listing)}
        {button(t("New chat"), <Plus size={14} aria-hidden />, () => open(null))}
        {button(t("Open as page"), <Maximize2 size={14} aria-hidden />, () => {
          onClose();
          void navigate(place.at(shown === null ? "assistant" : `assistant/${shown}`));
        })}
        {button(t("Close, Ctrl J"), <X size={14} aria-hidden />, onClose)}
      </div>
      {listing ? (
        <div style={{ overflowY: "auto", flex: 1 }}>
          <ChatList here={shown} onOpen={open} onNew={() => open(null)} onRemoved={(id) => (id === shown ? open(null) : undefined)} />
        </div>
      ) : (
        <ChatView chatId={shown} onBegun={open} takesAsked />
      )}
    </div>
  );
}
