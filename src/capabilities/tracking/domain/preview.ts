import type { JsonValue } from "../../../kernel/contract/common.ts";
import { pythonJson } from "./python-json.ts";

const longest = 1000;

/**
 * What a list shows of a trace's input or output: the text of the last chat message of that role where
 * it is a chat, else its JSON; 1,000 characters at most.
 */
export function preview(value: JsonValue | undefined, role: "user" | "assistant"): string | null {
  if (value === undefined || value === null) return null;
  const text = lastMessage(value, role) ?? (typeof value === "string" ? value : pythonJson(value));
  return text.length <= longest ? text : `${text.slice(0, longest - 3)}...`;
}

type Fields = Record<string, JsonValue | undefined>;

function fields(value: JsonValue | undefined): Fields | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
}

function messagesOf(value: JsonValue): Fields[] {
  const root = fields(value);
  const choice = Array.isArray(root?.choices) ? fields(fields(root.choices[0])?.message) : null;
  const lists = [Array.isArray(value) ? value : null, root?.messages, root?.input, root?.output];
  const list = lists.find((l) => Array.isArray(l) && l.some((m) => isMessage(fields(m))));
  return choice && isMessage(choice) ? [choice] : Array.isArray(list) ? list.flatMap((m) => fields(m) ?? []).filter(isMessage) : [];
}

function isMessage(message: Fields | null): boolean {
  return message !== null && typeof message.role === "string" && (message.content !== undefined || message.parts !== undefined);
}

function lastMessage(value: JsonValue, role: string): string | null {
  const messages = messagesOf(value);
  const message = messages.findLast((m) => m.role === role) ?? messages.at(-1);
  const body = message?.content ?? message?.parts;
  if (typeof body === "string") return body === "" ? null : body;
  if (!Array.isArray(body)) return null;
  const part = body.map(fields).findLast((p) => typeof p?.text === "string" || typeof p?.content === "string");
  return typeof part?.text === "string" ? part.text : typeof part?.content === "string" ? part.content : null;
}
