import { CircleX, LoaderCircle } from "lucide-react";
import { useEffect, useRef } from "react";
import type { Message, Page } from "../../../../capabilities/assistant/contract.ts";
import { msg, useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { Async } from "../../../ui/states.tsx";
import { takeAsked, usePanel } from "../../../ui/panelState.ts";
import { useChat, type ChatControl } from "../hooks/useChat.ts";
import { useSeen } from "../hooks/useSeen.ts";
import { Composer } from "./Composer.tsx";
import { PlanCard } from "./PlanCard.tsx";
import "./assistant.css";

const first = [
  msg("Add the titanic sample"),
  msg("Clean the data and fill missing values"),
  msg("Train a model on this dataset"),
  msg("Deploy this model to staging"),
  msg("Monitor the deployment for drift"),
  msg("What can you do?"),
];

/** The messages of a chat and the field below; the same in the panel and on the page. */
export function ChatView({ chatId, onBegun, takesAsked = false }: { chatId: string | null; onBegun(chatId: string): void; takesAsked?: boolean }) {
  const place = usePlace();
  const control = useChat(chatId, place.projectId, onBegun);
  const seen = useSeen();
  const { ask } = usePanel();
  const page: Page = Object.assign({}, ...seen.map((each) => each.page));
  const latest = useRef({ control, page });
  useEffect(() => {
    latest.current = { control, page };
  });
  useEffect(() => {
    if (!takesAsked || ask === null) return;
    const sentence = takeAsked();
    if (sentence !== null) void latest.current.control.send(sentence, latest.current.page);
  }, [ask, takesAsked]);
  return (
    <>
      <Messages chatId={chatId} control={control} onSay={(text) => void control.send(text, page)} />
      <Composer
        projectId={control.chat?.projectId ?? place.projectId}
        busy={control.sending !== null}
        onSend={(text, about) => void control.send(text, about)}
      />
    </>
  );
}

function Messages({ chatId, control, onSay }: { chatId: string | null; control: ChatControl; onSay(text: string): void }) {
  const t = useT();
  const box = useRef<HTMLDivElement>(null);
  const items = (control.messages.data?.items ?? []).toReversed();
  const last = items.at(-1);
  const mark = `${items.length} ${last?.plan?.state ?? ""} ${control.sending ?? ""}`;
  useEffect(() => {
    if (box.current && mark !== "") box.current.scrollTop = box.current.scrollHeight;
  }, [mark]);
  return (
    <div className="chat-log" ref={box} role="log" aria-label={t("Messages")} tabIndex={0}>
      {chatId === null && control.sending === null ? (
        <div className="col g12">
          <p>{t("I work with the same operations as the pages, with your rights. I show a plan first and change nothing before you approve it.")}</p>
          <div className="choices">
            {first.map((sentence) => (
              <button key={sentence} type="button" className="chip" onClick={() => onSay(t(sentence))}>
                {t(sentence)}
              </button>
            ))}
          </div>
        </div>
      ) : null}
      {chatId === null ? null : (
        <Async query={control.messages} what={t("The chat could not load.")} shape="block">
          {() => items.map((m) => <MessageView key={m.id} message={m} control={control} isLast={m.id === last?.id} onSay={onSay} />)}
        </Async>
      )}
      {control.sending === null ? null : (
        <>
          <div className="bubble">{control.sending}</div>
          <span className="row sm t2" role="status">
            <LoaderCircle size={14} aria-hidden className="spin" />
            {t("Thinks")}
          </span>
        </>
      )}
      {control.problem === null ? null : (
        <div className="note err" role="alert">
          <CircleX size={16} aria-hidden />
          <span>
            <b>{control.problem.detail}</b> <span className="t2">{control.problem.fix}</span>
          </span>
        </div>
      )}
    </div>
  );
}

function MessageView({ message: m, control, isLast, onSay }: { message: Message; control: ChatControl; isLast: boolean; onSay(text: string): void }) {
  if (m.role === "person") return <div className="bubble">{m.text}</div>;
  return (
    <>
      {m.text === "" ? null : <p className="reply">{m.text}</p>}
      {m.plan === null ? null : (
        <PlanCard
          plan={m.plan}
          busy={control.busy}
          keys={isLast}
          onApprove={(confirmed) => control.approve(m.id, confirmed)}
          onDismiss={() => control.dismiss(m.id)}
          onUndo={(step) => control.undo(m.id, step)}
        />
      )}
      {m.choices.length === 0 ? null : (
        <div className="choices">
          {m.choices.map((choice) => (
            <button key={choice.title} type="button" className="chip" disabled={!isLast || control.sending !== null} onClick={() => onSay(choice.text)}>
              {choice.title}
            </button>
          ))}
        </div>
      )}
    </>
  );
}
