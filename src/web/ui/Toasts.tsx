import { Button } from "antd";
import { CircleCheck, CircleX, Hand, Undo2, X } from "lucide-react";
import { useEffect, useState } from "react";
import { Link } from "react-router";
import { useT } from "../lib/i18n.ts";
import { dismissToast, useToasts, type Toast } from "./toasts.ts";
import "./toasts.css";

const looks = { done: [CircleCheck, "--ok"], error: [CircleX, "--err"], asked: [Hand, "--primary"] } as const;

/** Bottom right, at most three; mounted once by the shell. */
export function Toasts() {
  const t = useT();
  const toasts = useToasts();
  return (
    <div className="toasts" role="region" aria-label={t("Messages")}>
      {toasts.map((each) => (
        <ToastRow key={each.id} toast={each} />
      ))}
    </div>
  );
}

function ToastRow({ toast }: { toast: Toast }) {
  const t = useT();
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held || toast.tone === "error") return;
    const timer = setTimeout(() => dismissToast(toast.id), toast.undo ? 10_000 : 5_000);
    return () => clearTimeout(timer);
  }, [held, toast]);
  const [Icon, tone] = looks[toast.tone];
  return (
    <div
      className="toast"
      role={toast.tone === "error" ? "alert" : "status"}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon size={16} aria-hidden color={`var(${tone})`} />
      <span className="grow">
        <span className="m">{toast.to === undefined ? toast.text : <Link to={toast.to}>{toast.text}</Link>}</span>
        {toast.remark === undefined ? null : <span className="sm t2 block">{toast.remark}</span>}
      </span>
      {toast.undo ? (
        <Button
          size="small"
          icon={<Undo2 />}
          onClick={() => {
            dismissToast(toast.id);
            void toast.undo?.();
          }}
        >
          {t("Undo")}
        </Button>
      ) : null}
      <button type="button" className="icon-button s" aria-label={t("Close the message")} onClick={() => dismissToast(toast.id)}>
        <X size={14} aria-hidden />
      </button>
    </div>
  );
}
