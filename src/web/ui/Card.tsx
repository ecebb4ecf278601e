import type { ReactNode } from "react";
import { useId } from "react";

/** A panel with a 40-px header: title, a quiet remark, actions at the end. */
export function Card({
  title,
  remark,
  actions,
  pad = false,
  className = "",
  children,
}: {
  title: ReactNode;
  remark?: ReactNode;
  actions?: ReactNode;
  pad?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section className={`card ${className}`} aria-labelledby={id}>
      <header>
        <h2 id={id} className="nowrap">
          {title}
        </h2>
        {remark === undefined ? null : <span className="sub ellipsis">{remark}</span>}
        {actions === undefined ? null : <span className="end row">{actions}</span>}
      </header>
      {pad ? <div className="pad">{children}</div> : children}
    </section>
  );
}

/** One line of a card's list: icon, title, remark below, something at the end. */
export function Item({ icon, title, remark, end }: { icon?: ReactNode; title: ReactNode; remark?: ReactNode; end?: ReactNode }) {
  return (
    <div className="item">
      {icon}
      <span className="grow">
        <span className="m block ellipsis">{title}</span>
        {remark === undefined ? null : <span className="sm t2 block">{remark}</span>}
      </span>
      {end === undefined ? null : <span className="sm t3 nowrap">{end}</span>}
    </div>
  );
}

/** Facts as label and value, values at the end. */
export function Facts({ facts }: { facts: readonly (readonly [label: string, value: ReactNode])[] }) {
  return (
    <dl className="facts">
      {facts.map(([label, value]) => (
        <div key={label} style={{ display: "contents" }}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
