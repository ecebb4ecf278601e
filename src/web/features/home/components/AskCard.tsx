import { ArrowUp, ShieldCheck, Sparkles } from "lucide-react";
import { useState } from "react";
import { msg, useT } from "../../../lib/i18n.ts";
import { useCollection } from "../../../ui/collection.tsx";
import { askAssistant } from "../../../ui/panelState.ts";

const examples = [msg("Add the titanic sample"), msg("Train a model on it"), msg("What do I need to begin?")];

/** A sentence to the assistant; there only when the assistant is. */
export function AskCard() {
  const t = useT();
  const [text, setText] = useState("");
  const exists = useCollection().some((m) => m.panel !== undefined);
  if (!exists) return null;
  const send = (sentence: string) => {
    if (sentence.trim() === "") return;
    askAssistant(sentence.trim());
    setText("");
  };
  return (
    <section className="card hov start-card" aria-labelledby="start-ask">
      <div className="row">
        <Sparkles size={16} aria-hidden color="var(--primary)" />
        <h2 id="start-ask" className="grow h-section">
          {t("Ask the assistant")}
        </h2>
        <kbd>Ctrl J</kbd>
      </div>
      <form
        className="ask"
        onSubmit={(event) => {
          event.preventDefault();
          send(text);
        }}
      >
        <textarea
          rows={2}
          value={text}
          aria-label={t("Say what you want to predict, in your own words")}
          placeholder={t("Say what you want to predict, in your own words")}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey) return;
            event.preventDefault();
            send(text);
          }}
        />
        <button type="submit" className="icon-button s send" aria-label={t("Send")} disabled={text.trim() === ""}>
          <ArrowUp size={14} aria-hidden />
        </button>
      </form>
      <div className="row wrap g6">
        {examples.map((sentence) => (
          <button key={sentence} type="button" className="chip" onClick={() => send(t(sentence))}>
            {t(sentence)}
          </button>
        ))}
      </div>
      <span className="row sm t2">
        <ShieldCheck size={14} aria-hidden />
        {t("Built-in rules, no key needed. Shows its plan first.")}
      </span>
    </section>
  );
}
