import { Button, Input, Modal } from "antd";
import { History } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Say, useT } from "../lib/i18n.ts";
import { Facts } from "./Card.tsx";
import type { Asked } from "./Confirm.tsx";
import { Field } from "./Field.tsx";

/** The dialog of the confirmation ladder; focus starts on Cancel. */
export default function ConfirmDialog({ asked }: { asked: Asked }) {
  const t = useT();
  const { question, answer } = asked;
  const [typed, setTyped] = useState("");
  const [reason, setReason] = useState("");
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const timer = setTimeout(() => cancel.current?.focus(), 60);
    return () => clearTimeout(timer);
  }, []);
  const ready = (question.typeName === undefined || typed.trim() === question.typeName) && (question.reason === undefined || reason.trim().length >= 3);
  return (
    <Modal
      open
      width={424}
      title={question.title}
      onCancel={() => answer(null)}
      closable={false}
      footer={
        <div className="row" style={{ justifyContent: "flex-end" }}>
          <Button ref={cancel} onClick={() => answer(null)}>
            {t("Cancel")}
          </Button>
          <Button type="primary" danger={question.danger ?? false} disabled={!ready} onClick={() => answer({ reason: reason.trim() })}>
            {question.act}
          </Button>
        </div>
      }
    >
      <div className="col g12">
        <p>{question.effect}</p>
        {question.facts ? <Facts facts={question.facts} /> : null}
        {question.kept === undefined ? null : (
          <div className="note sm">
            <History size={14} aria-hidden />
            <span>{question.kept}</span>
          </div>
        )}
        {question.typeName === undefined ? null : (
          <Field label={<Say m="Type <n>{name}</n>" v={{ name: question.typeName }} tags={{ n: (p) => <span className="mono">{p}</span> }} />}>
            {(field) => <Input {...field} className="mono" value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />}
          </Field>
        )}
        {question.reason === undefined ? null : (
          <Field label={t("Reason")} unit={question.reason}>
            {(field) => <Input.TextArea {...field} rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />}
          </Field>
        )}
      </div>
    </Modal>
  );
}
