import { Button, Checkbox, Input, Select } from "antd";
import { Download } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useT } from "../lib/i18n.ts";
import "./log.css";
import "./table/table.css";
import { saveFile } from "./saveFile.ts";

export interface Line {
  line: number;
  level: "info" | "warn" | "error";
  text: string;
  at: string;
}

const shownAtMost = 2000;

/** Log in mono 11/18: follow, search, level, wrap, download. Shows the last 2,000 lines that match. */
export function LogView({ lines, label, following }: { lines: readonly Line[]; label: string; following: boolean }) {
  const t = useT();
  const [q, setQ] = useState("");
  const [level, setLevel] = useState<"info" | "warn" | "error">("info");
  const [wrap, setWrap] = useState(false);
  const [follow, setFollow] = useState(true);
  const box = useRef<HTMLDivElement>(null);
  const ranks = { info: 0, warn: 1, error: 2 };
  const matching = lines.filter((l) => ranks[l.level] >= ranks[level] && l.text.toLocaleLowerCase().includes(q.toLocaleLowerCase()));
  const shown = matching.slice(-shownAtMost);
  useEffect(() => {
    if (follow && box.current) box.current.scrollTop = box.current.scrollHeight;
  });
  return (
    <div className="log">
      <div className="table-tools">
        <Input
          size="small"
          allowClear
          style={{ width: 220 }}
          value={q}
          placeholder={t("Search the log")}
          aria-label={t("Search the log")}
          onChange={(event) => setQ(event.target.value)}
        />
        <Select
          size="small"
          value={level}
          onChange={setLevel}
          aria-label={t("Level")}
          options={[
            { value: "info", label: t("All levels") },
            { value: "warn", label: t("Warnings and errors") },
            { value: "error", label: t("Errors") },
          ]}
        />
        <Checkbox checked={wrap} onChange={(event) => setWrap(event.target.checked)}>
          {t("Wrap")}
        </Checkbox>
        {following ? (
          <Checkbox checked={follow} onChange={(event) => setFollow(event.target.checked)}>
            {t("Follow")}
          </Checkbox>
        ) : null}
        <span className="end row">
          {matching.length > shownAtMost ? <span className="sm t3">{t("last {n} of {all} lines", { n: shownAtMost, all: matching.length })}</span> : null}
          <Button
            size="small"
            className="quiet"
            icon={<Download />}
            onClick={() => saveFile(`${label}.log`, "text/plain", lines.map((l) => `${l.at} ${l.level} ${l.text}`).join("\n"))}
          >
            {t("Download")}
          </Button>
        </span>
      </div>
      <div
        className={`log-lines ${wrap ? "wrapped" : ""}`}
        ref={box}
        role="log"
        aria-label={label}
        aria-live="off"
        tabIndex={0}
        onWheel={(event) => {
          if (event.deltaY < 0) setFollow(false);
        }}
      >
        {shown.length === 0 ? <span className="t3">{lines.length === 0 ? t("No line yet.") : t("No line matches.")}</span> : null}
        {shown.map((each) => (
          <div key={each.line} id={`L${each.line}`} className={each.level}>
            <span className="log-number">{each.line}</span>
            <span className="t3">{each.at.slice(11, 19)}</span>
            <span>{each.text}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
