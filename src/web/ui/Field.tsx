import { useId, type ReactNode } from "react";
import { useT } from "../lib/i18n.ts";
import "./field.css";

export interface FieldControl {
  id: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
  status?: "error" | "";
}

export interface FieldProps {
  label: ReactNode;
  /** At the end of the label line: unit, range, count. */
  unit?: ReactNode;
  help?: ReactNode;
  /** Replaces the help. */
  error?: string | undefined;
  optional?: boolean;
  children(control: FieldControl): ReactNode;
}

/** Label above, help below; an error replaces the help and says the accepted range. */
export function Field({ label, unit, help, error, optional = false, children }: FieldProps) {
  const t = useT();
  const id = useId();
  const below = error ?? help;
  return (
    <div className={`field ${error === undefined ? "" : "invalid"}`}>
      <div className="field-label">
        <label htmlFor={id}>{label}</label>
        {unit !== undefined ? <span className="t3">{unit}</span> : optional ? <span className="t3">{t("optional")}</span> : null}
      </div>
      {children({
        id,
        ...(below === undefined ? {} : { "aria-describedby": `${id}-below` }),
        ...(error === undefined ? {} : { "aria-invalid": true, status: "error" as const }),
      })}
      {below === undefined ? null : (
        <div id={`${id}-below`} className="field-below" role={error === undefined ? undefined : "alert"}>
          {below}
        </div>
      )}
    </div>
  );
}
