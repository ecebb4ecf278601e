import { useId, useState, type ReactNode } from "react";
import { Say } from "../lib/i18n.ts";
import "./dropzone.css";

/** Takes one file by drop, by choosing or by keyboard. */
export function DropZone({
  accept,
  hint,
  onFile,
  disabled = false,
  children,
}: {
  accept: string;
  hint: ReactNode;
  onFile(file: File): void;
  disabled?: boolean;
  children?: ReactNode;
}) {
  const id = useId();
  const [over, setOver] = useState(false);
  return (
    <div
      className={`drop-zone ${over ? "over" : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer.files[0];
        if (file && !disabled) onFile(file);
      }}
    >
      <input
        id={id}
        type="file"
        accept={accept}
        disabled={disabled}
        className="sr"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) onFile(file);
        }}
      />
      {children ?? (
        <>
          <span className="m">
            <Say m="Drop a file here, or <a>choose one</a>" tags={{ a: (p) => <label htmlFor={id}>{p}</label> }} />
          </span>
          <span className="sm t2">{hint}</span>
        </>
      )}
    </div>
  );
}
