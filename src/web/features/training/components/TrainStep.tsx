import { Check } from "lucide-react";
import type { ReactNode } from "react";

/** A section of the form; the tick means that it is filled and valid. */
export function TrainStep({ n, done, title, remark, children }: { n: number; done: boolean; title: string; remark: string; children: ReactNode }) {
  return (
    <section className={`train-step ${done ? "done" : ""}`}>
      <span className="no" aria-hidden>
        {done ? <Check size={12} /> : n}
      </span>
      <div>
        <h2>
          {title} <small>{remark}</small>
        </h2>
        {children}
      </div>
    </section>
  );
}
