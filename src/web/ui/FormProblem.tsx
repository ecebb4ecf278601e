import { CircleX } from "lucide-react";
import type { Problem } from "../lib/problem.ts";

/** A refusal that belongs to no single field. */
export function FormProblem({ problem }: { problem: Problem | null }) {
  if (problem === null) return null;
  return (
    <div className="note err" role="alert">
      <CircleX size={16} aria-hidden />
      <span>
        <b>{problem.detail}</b> <span className="t2">{problem.fix}</span>
      </span>
    </div>
  );
}
