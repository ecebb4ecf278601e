import { useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { listChats, removeChat, renameChat, type Chat } from "../../../../capabilities/assistant/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { queryFor } from "../../../lib/query.ts";
import { useDebounced } from "../../../lib/useDebounced.ts";
import { confirm } from "../../../ui/Confirm.tsx";
import { Async } from "../../../ui/states.tsx";
import { Time } from "../../../ui/Time.tsx";
import { useDo } from "../../../ui/useDo.ts";

/** Earlier chats: search, open, rename, delete. */
export function ChatList({
  here,
  onOpen,
  onNew,
  onRemoved,
}: {
  here: string | null;
  onOpen(chatId: string): void;
  onNew(): void;
  onRemoved(chatId: string): void;
}) {
  const t = useT();
  const [q, setQ] = useState("");
  const settled = useDebounced(q, 200);
  const chats = useQuery(queryFor(listChats, { limit: 100, ...(settled.trim() === "" ? {} : { q: settled.trim() }) }));
  return (
    <div className="chat-list">
      <div className="row pad">
        <Input
          size="small"
          value={q}
          allowClear
          aria-label={t("Search chats")}
          placeholder={t("Search chats")}
          onChange={(event) => setQ(event.target.value)}
        />
        <Button size="small" icon={<Plus />} onClick={onNew}>
          {t("New chat")}
        </Button>
      </div>
      <Async query={chats} what={t("The chats could not load.")} rows={5}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="pad t2">{q === "" ? t("No chat yet.") : t("No chat holds these words.")}</p>
          ) : (
            items.map((chat) => <Line key={chat.id} chat={chat} here={chat.id === here} onOpen={onOpen} onRemoved={onRemoved} />)
          )
        }
      </Async>
    </div>
  );
}

function Line({ chat, here, onOpen, onRemoved }: { chat: Chat; here: boolean; onOpen(chatId: string): void; onRemoved(chatId: string): void }) {
  const t = useT();
  const [editing, setEditing] = useState<string | null>(null);
  const rename = useDo(renameChat, { onDone: () => setEditing(null) });
  const remove = useDo(removeChat, { onDone: () => onRemoved(chat.id) });
  const ask = async () => {
    const answer = await confirm({
      title: t("Delete “{title}”", { title: chat.title }),
      effect: t("The chat and its {n, plural, one {# message} other {# messages}} are deleted.", { n: chat.messageCount }),
      act: t("Delete the chat"),
      danger: true,
      kept: t("What was done in it stays done, and stays in the audit log."),
    });
    if (answer) remove.mutate({ chatId: chat.id });
  };
  if (editing !== null)
    return (
      <form
        className="chat-line"
        onSubmit={(event) => {
          event.preventDefault();
          if (editing.trim() !== "") rename.mutate({ chatId: chat.id, title: editing.trim() });
        }}
      >
        <Input
          size="small"
          autoFocus
          aria-label={t("Title of the chat")}
          value={editing}
          maxLength={200}
          onChange={(event) => setEditing(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") setEditing(null);
          }}
        />
        <Button size="small" type="primary" htmlType="submit" loading={rename.isPending}>
          {t("Rename")}
        </Button>
      </form>
    );
  return (
    <div className={`chat-line ${here ? "here" : ""}`}>
      <button type="button" className="chat-open" aria-current={here ? "true" : undefined} onClick={() => onOpen(chat.id)}>
        <span className="m block ellipsis">{chat.title}</span>
        <span className="sm t2">
          <Time at={chat.updatedAt} />
        </span>
      </button>
      <button type="button" className="icon-button s" aria-label={t("Rename “{title}”", { title: chat.title })} onClick={() => setEditing(chat.title)}>
        <Pencil size={14} aria-hidden />
      </button>
      <button type="button" className="icon-button s" aria-label={t("Delete “{title}”", { title: chat.title })} onClick={() => void ask()}>
        <Trash2 size={14} aria-hidden />
      </button>
    </div>
  );
}
