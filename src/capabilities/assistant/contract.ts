import * as z from "zod";
import { idOf, Json, pageInput, pageOf, Timestamp } from "../../kernel/contract/common.ts";
import { job } from "../../kernel/contract/job.ts";
import { operation } from "../../kernel/contract/operation.ts";

export const ChatId = idOf("chat");
export const MessageId = z.uuid();

/** What the page in front of the person shows; "this model" means it. */
export const Page = z.object({
  projectId: z.uuid().optional(),
  datasetId: z.uuid().optional(),
  datasetVersion: z.int().positive().optional(),
  trainingId: z.uuid().optional(),
  runId: z.uuid().optional(),
  modelId: z.uuid().optional(),
  modelVersion: z.int().positive().optional(),
  deploymentId: z.uuid().optional(),
});
export type Page = z.output<typeof Page>;

export const StepState = z.enum(["waiting", "running", "done", "failed", "skipped", "approval", "undone"]);

/** One operation call of a plan. */
export const PlanStep = z.object({
  operation: z.string(),
  title: z.string().meta({ description: "What it does, to what" }),
  input: z.record(z.string(), Json).meta({ description: "Input; {$step, path} stands for an earlier step's answer" }),
  effect: z.enum(["read", "write", "destructive"]),
  undoable: z.boolean(),
  warning: z.string().nullable(),
  state: StepState,
  detail: z.string().meta({ description: "Progress while it runs, the result in words after" }),
  done: z.number().nullable(),
  total: z.number().nullable(),
  auditId: z.string().nullable(),
  jobId: z.string().nullable(),
  approvalId: z.string().nullable(),
  output: Json.nullable(),
  link: z.object({ kind: z.string(), id: z.string(), version: z.int().optional(), url: z.string().optional() }).nullable(),
});
export type PlanStep = z.output<typeof PlanStep>;

export const PlanState = z.enum(["proposed", "running", "done", "failed", "dismissed"]);
export const Plan = z.object({ state: PlanState, steps: z.array(PlanStep) });
export type Plan = z.output<typeof Plan>;

export const Choice = z.object({ title: z.string(), text: z.string().meta({ description: "The sentence it sends" }) });
export type Choice = z.output<typeof Choice>;

export const Message = z.object({
  id: MessageId,
  chatId: ChatId,
  role: z.enum(["person", "assistant"]),
  text: z.string(),
  at: Timestamp,
  plan: Plan.nullable(),
  choices: z.array(Choice),
  revision: z.int().meta({ description: "Grows with every change of the message: of two copies the greater one is the newer" }),
});
export type Message = z.output<typeof Message>;

export const Chat = z.object({
  id: ChatId,
  title: z.string(),
  projectId: z.uuid().nullable(),
  messageCount: z.int(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type Chat = z.output<typeof Chat>;

const onChat = (i: { chatId: string }) => ({ chat: i.chatId });
const common = { effect: "write", audit: { redact: [] as string[] }, errors: ["not_found"] as const } as const;

export const createChat = operation({
  ...common,
  name: "chats.create",
  kind: "call",
  summary: "Open a chat with the assistant",
  http: { method: "POST", path: "/chats" },
  idempotent: false,
  permission: { action: "chat:self" },
  input: z.object({ title: z.string().min(1).max(200).optional(), projectId: idOf("project").optional() }),
  output: Chat,
});

export const listChats = operation({
  ...common,
  name: "chats.list",
  kind: "call",
  summary: "List your chats",
  http: { method: "GET", path: "/chats" },
  effect: "read",
  idempotent: true,
  permission: { action: "chat:self" },
  input: z.object({
    q: z.string().max(200).optional().meta({ description: "Words in the title or in what was said" }),
    sort: z.enum(["updatedAt", "title"]).default("updatedAt"),
    order: z.enum(["asc", "desc"]).default("desc"),
    ...pageInput,
  }),
  output: pageOf(Chat),
});

export const getChat = operation({
  ...common,
  name: "chats.get",
  kind: "call",
  summary: "Show a chat",
  http: { method: "GET", path: "/chats/{chatId}" },
  effect: "read",
  idempotent: true,
  permission: { action: "chat:self", on: onChat },
  input: z.object({ chatId: ChatId }),
  output: Chat,
});

export const listMessages = operation({
  ...common,
  name: "chats.messages",
  kind: "call",
  summary: "Read what was said, newest first",
  http: { method: "GET", path: "/chats/{chatId}/messages" },
  effect: "read",
  idempotent: true,
  permission: { action: "chat:self", on: onChat },
  input: z.object({ chatId: ChatId, ...pageInput }),
  output: pageOf(Message),
});

export const renameChat = operation({
  ...common,
  name: "chats.rename",
  kind: "call",
  summary: "Rename a chat",
  http: { method: "PATCH", path: "/chats/{chatId}" },
  idempotent: true,
  permission: { action: "chat:self", on: onChat },
  input: z.object({ chatId: ChatId, title: z.string().min(1).max(200) }),
  output: Chat,
});

export const removeChat = operation({
  ...common,
  name: "chats.remove",
  kind: "call",
  summary: "Delete a chat and what was said in it",
  http: { method: "DELETE", path: "/chats/{chatId}" },
  effect: "destructive",
  idempotent: true,
  permission: { action: "chat:self", on: onChat },
  input: z.object({ chatId: ChatId }),
  output: z.object({ removed: z.int().meta({ description: "Messages deleted" }) }),
  tool: { say: "Delete a chat.", confirm: () => "Delete this chat and all its messages; what was done in it stays done." },
});

export const sendMessage = operation({
  ...common,
  name: "chats.send",
  kind: "call",
  summary: "Say a sentence; the answer is a text, a plan to approve, or choices",
  http: { method: "POST", path: "/chats/{chatId}/messages" },
  idempotent: false,
  permission: { action: "chat:self", on: onChat },
  input: z.object({ chatId: ChatId, text: z.string().min(1).max(4000), page: Page.default({}) }),
  output: z.object({ message: Message, reply: Message }),
  positional: ["text"],
});

export const approvePlan = operation({
  ...common,
  name: "chats.approvePlan",
  kind: "job",
  summary: "Run a proposed plan",
  http: { method: "POST", path: "/chats/{chatId}/messages/{messageId}/approve" },
  idempotent: true,
  permission: { action: "chat:self", on: onChat },
  errors: ["not_found", "conflict"],
  input: z.object({ chatId: ChatId, messageId: MessageId, confirmed: z.boolean().default(false).meta({ description: "Said twice, for destructive steps" }) }),
  output: z.object({ jobId: z.string(), message: Message }),
});

export const dismissPlan = operation({
  ...common,
  name: "chats.dismissPlan",
  kind: "call",
  summary: "Drop a proposed plan",
  http: { method: "POST", path: "/chats/{chatId}/messages/{messageId}/dismiss" },
  idempotent: true,
  permission: { action: "chat:self", on: onChat },
  errors: ["not_found", "conflict"],
  input: z.object({ chatId: ChatId, messageId: MessageId }),
  output: Message,
});

export const undoStep = operation({
  ...common,
  name: "chats.undoStep",
  kind: "call",
  summary: "Undo a step of a plan",
  http: { method: "POST", path: "/chats/{chatId}/messages/{messageId}/undo" },
  idempotent: false,
  permission: { action: "chat:self", on: onChat },
  errors: ["not_found", "conflict"],
  input: z.object({ chatId: ChatId, messageId: MessageId, step: z.int().nonnegative() }),
  output: Message,
});

export const watchChat = operation({
  ...common,
  name: "chats.watch",
  kind: "watch",
  summary: "Follow a chat: new messages and moving plans",
  http: { method: "GET", path: "/chats/{chatId}/watch" },
  effect: "read",
  idempotent: true,
  permission: { action: "chat:self", on: onChat },
  input: z.object({ chatId: ChatId }),
  output: z.object({ messages: z.array(Message).meta({ description: "Messages that are new or changed" }) }),
});

/** Runs the approved steps of a plan, one after another, as the person who approved. */
export const runPlan = job({
  name: "assistant.runPlan",
  payload: z.object({ chatId: ChatId, messageId: MessageId }),
  attempts: 3,
  surface: "tools",
  concurrencyKey: (p) => `plan ${p.messageId}`,
});
