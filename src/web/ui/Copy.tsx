import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { shortId } from "../lib/format.ts";
import { useT } from "../lib/i18n.ts";

function useCopied(): [boolean, (text: string) => void] {
  const [copied, setCopied] = useState(false);
  const copy = (text: string) => {
    void navigator.clipboard.writeText(text).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 1500);
    });
  };
  return [copied, copy];
}

/** Copies `text`; says so for a moment. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const t = useT();
  const [copied, copy] = useCopied();
  const Icon = copied ? Check : Copy;
  return (
    <button type="button" className="icon-button s" aria-label={copied ? t("Copied") : label} title={copied ? t("Copied") : label} onClick={() => copy(text)}>
      <Icon size={14} aria-hidden color={copied ? "var(--ok)" : "currentColor"} />
    </button>
  );
}

/** A text in mono with its copy button. */
export function CopyText({ text, shown = text }: { text: string; shown?: string }) {
  const t = useT();
  return (
    <span className="row g4" style={{ display: "inline-flex" }}>
      <span className="mono" title={text}>
        {shown}
      </span>
      <CopyButton text={text} label={t("Copy {text}", { text })} />
    </span>
  );
}

/** An id: eight characters in mono, full on hover, with copy. */
export function CopyId({ id }: { id: string }) {
  return <CopyText text={id} shown={shortId(id)} />;
}
