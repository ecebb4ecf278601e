import type { JsonValue } from "../../../kernel/contract/common.ts";
import { pythonJson } from "./python-json.ts";

const longest = 1000;

/**
 * What a list shows of a trace's input or output: the text of the last chat message of that role where
 * it is a chat, else its JSON; 1,000 characters at most.
 */
export function preview(value: JsonValue | undefined, role: "user" | "assistant"): string | null {
  if (value === undefined || value === null) return null;
  const text = lastMessage(value, role) ?? pythonJson(value);
  return text.length <= longest ? text : `${text.slice(0, longest - 3)}...`;
}

type Fields = Record<string, JsonValue | undefined>;

function fields(value: JsonValue | undefined): Fields | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
}

function items(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

function messagesOf(value: JsonValue): Fields[] {
  const root = fields(value);
  const choice = fields(fields(items(root?.choices)[0])?.message);
  if (choice && isMessage(choice)) return [choice];
  const lists = [items(value), items(root?.messages), items(root?.input), items(root?.output)];
  return (
    lists
      .map((list) =>
        list.flatMap((m): Fields[] => {
          const message = fields(m);
          return message && isMessage(message) ? [message] : [];
        }),
      )
      .find((list) => list.length > 0) ?? []
  );
}

function isMessage(message: Fields | null): boolean {
  return message !== null && typeof message.role === "string" && (message.content !== undefined || message.parts !== undefined);
}

function lastMessage(value: JsonValue, role: string): string | null {
  const messages = messagesOf(value);
  const message = messages.findLast((m) => m.role === role) ?? messages.at(-1);
  const body = message?.content ?? message?.parts;
  if (typeof body === "string") return body === "" ? null : body;
  const part = items(body)
    .map(fields)
    .findLast((p) => typeof p?.text === "string" || typeof p?.content === "string");
  return typeof part?.text === "string" ? part.text : typeof part?.content === "string" ? part.content : null;
}
