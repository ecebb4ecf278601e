import { useRef, useState, type FormEvent } from "react";
import type { ObjectSchema } from "../../kernel/contract/operation.ts";
import { useT } from "../lib/i18n.ts";
import { ProblemError, type Problem } from "../lib/problem.ts";
import { issueText } from "./issues.ts";

export interface Form<V extends Record<string, unknown>> {
  values: V;
  set<K extends keyof V>(key: K, value: V[K]): void;
  /** Error to show under a field: after it was left, after a submit, or from the server. */
  errorOf(key: keyof V & string): string | undefined;
  blur(key: keyof V & string): void;
  /** Bind to `<form onSubmit>`; runs `submit` only with valid values, else focuses the first error. */
  onSubmit(event: FormEvent<HTMLFormElement>): void;
  /** Shows a refusal: beside its fields, the rest in `problem`. */
  refuse(error: unknown): void;
  problem: Problem | null;
  valid: boolean;
}

/**
 * Values of a form checked against an operation's own input schema (extra keys of the schema are
 * given in `rest`). Mount the form only when its initial values are known.
 */
export function useForm<V extends Record<string, unknown>>(
  schema: ObjectSchema,
  initial: V,
  submit: (values: V) => void,
  rest: Record<string, unknown> = {},
): Form<V> {
  const t = useT();
  const [values, setValues] = useState(initial);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [problem, setProblem] = useState<Problem | null>(null);
  const form = useRef<HTMLFormElement | null>(null);
  // A field left empty is absent where the operation can do without it.
  const given = Object.entries({ ...rest, ...values }).filter(([key, value]) => value !== "" || !schema.shape[key]?.safeParse(undefined).success);
  const parsed = schema.safeParse(Object.fromEntries(given));
  const errors = new Map<string, string>();
  if (!parsed.success)
    for (const issue of parsed.error.issues)
      if (!errors.has(String(issue.path[0]))) errors.set(String(issue.path[0]), issueText(issue as Parameters<typeof issueText>[0], t));
  const fromServer = new Map((problem?.fields ?? []).map((f) => [f.path.split(".")[0] ?? "", sentence(f.message)]));
  return {
    values,
    valid: parsed.success,
    problem: problem !== null && problem.fields.some((f) => (f.path.split(".")[0] ?? "") in values) ? null : problem,
    set: (key, value) => {
      setProblem(null);
      setValues((before) => ({ ...before, [key]: value }));
    },
    errorOf: (key) => fromServer.get(key) ?? (touched.has(key) ? errors.get(key) : undefined),
    blur: (key) => setTouched((before) => (before.has(key) ? before : new Set([...before, key]))),
    refuse: (error) => {
      if (error instanceof ProblemError) setProblem(error.problem);
    },
    onSubmit: (event) => {
      event.preventDefault();
      form.current = event.currentTarget;
      setTouched(new Set(Object.keys(values)));
      if (parsed.success) submit(values);
      else setTimeout(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus(), 0);
    },
  };
}

function sentence(text: string): string {
  const first = text.charAt(0).toLocaleUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
