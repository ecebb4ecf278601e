import { useQuery } from "@tanstack/react-query";
import { Modal } from "antd";
import { Search } from "lucide-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useT } from "../lib/i18n.ts";
import { usePlace } from "../lib/place.ts";
import { useSession } from "../lib/session.ts";
import { useDebounced } from "../lib/useDebounced.ts";
import { useCollection } from "../ui/collection.tsx";
import { commandsOf, matching, parseQuery, recents, remember, type Command } from "./commands.ts";
import "./palette.css";
import { setShell } from "./shellState.ts";

/** One field over pages, actions and objects; Enter opens, Ctrl+Enter in a new tab. */
export default function Palette() {
  const t = useT();
  const place = usePlace();
  const session = useSession();
  const manifests = useCollection();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const asked = useDebounced(parseQuery(text), 180);
  const kinds = manifests.flatMap((m) => m.search ?? []);
  const found = useQuery({
    queryKey: ["palette", place.workspaceId, place.projectId, asked.kind, asked.q],
    enabled: asked.q.length > 0,
    queryFn: async ({ signal }): Promise<Command[]> => {
      const wanted = kinds.filter((kind) => asked.kind === null || kind.kind === asked.kind);
      const lists = await Promise.allSettled(wanted.map((kind) => kind.find(asked.q, place, signal)));
      return lists.flatMap((list, i) => {
        const kind = wanted[i];
        return list.status === "rejected" || !kind
          ? []
          : list.value
              .slice(0, 6)
              .map((hit) => ({ key: `${kind.kind}:${hit.id}`, label: hit.label, note: hit.note ?? t(kind.label), icon: kind.icon, to: hit.to }));
      });
    },
  });
  const { kind, q } = parseQuery(text);
  const commands = commandsOf(manifests, place, session, t);
  const own = kind === null ? (q === "" ? recents(commands) : matching(commands, q)) : [];
  const rows = [...own.slice(0, 12), ...(q === "" ? [] : (found.data ?? []))];
  const active = rows[Math.min(at, rows.length - 1)];
  const close = () => setShell({ palette: "closed" });
  const open = (command: Command, newTab: boolean) => {
    close();
    remember(command.key);
    if (command.run) command.run();
    else if (command.to !== undefined && newTab) window.open(command.to, "_blank", "noopener");
    else if (command.to !== undefined) void navigate(command.to);
  };
  return (
    <Modal open onCancel={close} footer={null} closable={false} width={560} className="palette" style={{ top: 96 }} aria-label={t("Search or run a command")}>
      <label className="palette-field">
        <Search size={16} aria-hidden />
        <span className="sr">{t("Search or run a command")}</span>
        <input
          autoFocus
          role="combobox"
          aria-expanded
          aria-controls="palette-rows"
          aria-activedescendant={active ? `palette-${active.key}` : undefined}
          value={text}
          placeholder={t("Search or run a command")}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown") setAt(Math.min(at + 1, rows.length - 1));
            else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
            else if (event.key === "Enter" && active) open(active, event.ctrlKey || event.metaKey);
            else if (event.key === "Tab" && kind === null && kinds.some((each) => each.kind.startsWith(q) && q !== ""))
              setText(`${kinds.find((each) => each.kind.startsWith(q))?.kind ?? ""}:`);
            else return;
            event.preventDefault();
          }}
        />
      </label>
      <div className="palette-rows" id="palette-rows" role="listbox" aria-label={t("Results")}>
        {rows.map((row, i) => {
          const Icon = row.icon;
          return (
            <button
              key={row.key}
              id={`palette-${row.key}`}
              type="button"
              role="option"
              aria-selected={row === active}
              tabIndex={-1}
              onMouseMove={() => setAt(i)}
              onClick={(event) => open(row, event.ctrlKey || event.metaKey)}
            >
              <Icon size={16} aria-hidden />
              <span className="grow ellipsis">{row.label}</span>
              <span className="sm t3">{row.note}</span>
            </button>
          );
        })}
        {rows.length === 0 ? <p className="t2">{found.isFetching ? t("Searching") : t("No match. Try another word, or a kind such as project:")}</p> : null}
      </div>
    </Modal>
  );
}
