import type { JsonValue } from "../../../../../kernel/contract/common.ts";
import { useFormat } from "../../../../lib/format.ts";
import { useT } from "../../../../lib/i18n.ts";
import { CopyButton } from "../../../../ui/Copy.tsx";

interface Message {
  role: string;
  text: string;
}

const longest = 200_000;

/** An input or output: a chat as its messages, a text as it is, everything else as indented JSON. */
export function ValueView({ label, value }: { label: string; value: JsonValue | undefined }) {
  const t = useT();
  if (value === undefined || value === null) return null;
  const messages = chat(value);
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return (
    <section className="span-value" aria-label={label}>
      <div className="row">
        <h3>{label}</h3>
        <span className="end">
          <CopyButton text={text} label={t("Copy")} />
        </span>
      </div>
      {messages === null ? (
        <Text label={label} text={text} />
      ) : (
        <ol className="chat-lines">
          {messages.map((message, i) => (
            <li key={i}>
              <span className="xs t3">{message.role}</span>
              <p className="chat-text">{message.text}</p>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Text({ label, text }: { label: string; text: string }) {
  const t = useT();
  const f = useFormat();
  const cut = text.length > longest;
  return (
    <>
      <pre className="artifact-text mono span-text" tabIndex={0} aria-label={label}>
        {cut ? text.slice(0, longest) : text}
      </pre>
      {cut ? <p className="sm t2">{t("The first {n} of {all} characters. Copy takes all.", { n: f.count(longest), all: f.count(text.length) })}</p> : null}
    </>
  );
}

type Fields = Record<string, JsonValue | undefined>;

function fields(value: JsonValue | undefined): Fields | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
}

function items(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

/** The messages of a chat, where every part of it can be shown as one; null otherwise. */
function chat(value: JsonValue): Message[] | null {
  const root = fields(value);
  const choices = items(root?.["choices"]).flatMap((choice) => fields(choice)?.["message"] ?? []);
  const list = [items(value), items(root?.["messages"]), choices].find((each) => each.length > 0) ?? [];
  // Other fields than the messages would be hidden.
  if (root && list.length > 0 && choices.length === 0 && Object.keys(root).length > 1) return null;
  const messages = list.map(messageOf);
  return messages.length > 0 && messages.every((m) => m !== null) ? messages : null;
}

function messageOf(value: JsonValue): Message | null {
  const message = fields(value);
  const role = message?.["role"];
  if (typeof role !== "string") return null;
  const body = message?.["content"] ?? message?.["parts"];
  const parts = typeof body === "string" ? [body] : items(body).map((part) => textOf(fields(part)));
  return parts.length > 0 && parts.every((part) => part !== null) ? { role, text: parts.join("\n") } : null;
}

function textOf(part: Fields | null): string | null {
  const text = part?.["text"] ?? part?.["content"];
  return typeof text === "string" ? text : null;
}
