import { useT } from "../lib/i18n.ts";
import { CopyButton } from "./Copy.tsx";
import "./snippet.css";

/** Code that can be copied; lines starting with `#` are quiet. */
export function Snippet({ code }: { code: string }) {
  const t = useT();
  return (
    <div className="snippet">
      <pre tabIndex={0}>
        {code.split("\n").map((line, i) => (
          <span key={i} className={line.trimStart().startsWith("#") ? "t3" : ""}>
            {line}
            {"\n"}
          </span>
        ))}
      </pre>
      <CopyButton text={code} label={t("Copy the code")} />
    </div>
  );
}
