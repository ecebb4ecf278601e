import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  approvePlan,
  createChat,
  dismissPlan,
  getChat,
  listMessages,
  sendMessage,
  undoStep,
  watchChat,
  type Message,
  type Page,
} from "../../../../capabilities/assistant/contract.ts";
import { api } from "../../../lib/client.ts";
import { problemOf, type Problem } from "../../../lib/problem.ts";
import { invalidateNoun, queryFor, useAct } from "../../../lib/query.ts";
import { useWatch } from "../../../lib/watch.ts";
import { useDo } from "../../../ui/useDo.ts";

const touched = ["projects", "datasets", "training", "runs", "experiments", "models", "deployments", "monitoring", "approvals", "jobs", "audit"];

interface Window {
  items: Message[];
  nextCursor: string | null;
}

const newer = (a: Message, b: Message | undefined): Message => (b && b.revision > a.revision ? b : a);

/**
 * Puts new and changed messages into a page that is newest first. Answers and events overtake each other,
 * so of two copies of a message the greater revision stays.
 */
export function merged(before: Window, changed: readonly Message[]): Window {
  const fresh = new Map(changed.map((m) => [m.id, m]));
  const kept = before.items.map((m) => newer(m, fresh.get(m.id)));
  const known = new Set(kept.map((m) => m.id));
  const added = changed.filter((m) => !known.has(m.id)).toSorted((a, b) => (a.at < b.at ? 1 : -1));
  return { ...before, items: [...added, ...kept] };
}

/** A page read while a newer event came keeps what the event said. */
export function notOlder(before: unknown, read: unknown): unknown {
  return before === undefined
    ? read
    : merged(
        read as Window,
        (before as Window).items.filter((m) => (read as Window).items.some((r) => r.id === m.id)),
      );
}

/** A chat: its messages live, sending, approving, dismissing, undoing. `null` is a chat not begun. */
export function useChat(chatId: string | null, projectId: string | null, onBegun: (chatId: string) => void) {
  const client = useQueryClient();
  const [sending, setSending] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const read = queryFor(listMessages, { chatId: chatId ?? "", limit: 100 });
  const chat = useQuery({ ...queryFor(getChat, { chatId: chatId ?? "" }), enabled: chatId !== null });
  const messages = useQuery({ ...read, enabled: chatId !== null, structuralSharing: notOlder });
  const put = (id: string, changed: readonly Message[]) => {
    const key = queryFor(listMessages, { chatId: id, limit: 100 }).queryKey;
    client.setQueryData<Window>(key, (before) => merged(before ?? { items: [], nextCursor: null }, changed));
  };
  useWatch(
    watchChat,
    chatId === null ? null : { chatId },
    (event) => {
      if (chatId === null || event.messages.length === 0) return;
      put(chatId, event.messages);
      if (event.messages.some((m) => m.plan?.state === "done" || m.plan?.state === "failed")) for (const noun of touched) void invalidateNoun(client, noun);
    },
    { poll: [read.queryKey] },
  );
  const send = async (text: string, page: Page) => {
    setSending(text);
    setProblem(null);
    try {
      const id = chatId ?? (await api(createChat, projectId === null ? {} : { projectId })).id;
      const { message, reply } = await api(sendMessage, { chatId: id, text, page });
      put(id, [message, reply]);
      if (chatId === null) onBegun(id);
      void client.invalidateQueries({ predicate: (q) => q.queryKey[0] === "chats.list" || q.queryKey[0] === "chats.get" });
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setSending(null);
    }
  };
  const approve = useDo(approvePlan, { also: ["jobs"], onDone: ({ message }) => put(message.chatId, [message]) });
  const dismiss = useDo(dismissPlan, { onDone: (message) => put(message.chatId, [message]) });
  const undo = useAct(undoStep, { also: touched, onDone: (message) => put(message.chatId, [message]), onProblem: (error) => setProblem(error.problem) });
  return {
    chat: chat.data ?? null,
    messages,
    sending,
    problem,
    send,
    approve: (messageId: string, confirmed: boolean) => {
      if (chatId !== null) approve.mutate({ chatId, messageId, confirmed });
    },
    dismiss: (messageId: string) => {
      if (chatId !== null) dismiss.mutate({ chatId, messageId });
    },
    undo: (messageId: string, step: number) => {
      if (chatId !== null) undo.mutate({ chatId, messageId, step });
    },
    busy: approve.isPending || dismiss.isPending || undo.isPending,
  };
}
export type ChatControl = ReturnType<typeof useChat>;
