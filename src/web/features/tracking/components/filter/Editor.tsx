import { autocompletion, completionKeymap, startCompletion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { Compartment, EditorState, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  keymap,
  MatchDecorator,
  placeholder as placeholderOf,
  ViewPlugin,
  type DecorationSet,
  type ViewUpdate,
} from "@codemirror/view";
import { useEffect, useRef } from "react";
import { checkFilter } from "../../../../../capabilities/tracking/contract/search.ts";
import { api } from "../../../../lib/client.ts";
import { msg, useT, type Translate } from "../../../../lib/i18n.ts";
import type { RunScope } from "../../hooks/useRunKeys.ts";

interface EditorProps {
  scope: RunScope;
  text: string;
  onText(text: string): void;
  onEnter(): void;
  error: { from: number; to: number } | null;
  label: string;
  placeholder: string;
  describedBy: string | undefined;
}

const kindWords: Readonly<Record<string, string>> = {
  entity: msg("kind of field"),
  attribute: msg("attribute"),
  metric: msg("metric"),
  param: msg("parameter"),
  tag: msg("tag"),
  operator: msg("operator"),
  value: msg("value"),
  keyword: msg("keyword"),
};

const words = new MatchDecorator({
  regexp:
    /\b(metrics?|params?|parameters?|tags?|attributes?|attr|run|datasets?)(?=\.)|\b(and|or|like|ilike|rlike|in|not|is|null|min|max|mean|first|last)\b|('(?:''|[^'])*'|"(?:""|[^"])*"|(?<![\w.])[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?\b)/gi,
  decoration: (match) => Decoration.mark({ class: match[1] ? "cm-f-entity" : match[2] ? "cm-f-word" : "cm-f-value" }),
});

const colours = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = words.createDeco(view);
    }
    update(update: ViewUpdate) {
      this.decorations = words.updateDeco(update, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

const setError = StateEffect.define<{ from: number; to: number } | null>();
const errorMark = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, change) {
    let next = marks.map(change.changes);
    for (const effect of change.effects)
      if (effect.is(setError)) {
        const length = change.state.doc.length;
        const from = Math.min(effect.value?.from ?? 0, Math.max(0, length - 1));
        const to = Math.min(length, Math.max(from + 1, effect.value?.to ?? 0));
        next = effect.value === null || length === 0 ? Decoration.none : Decoration.set(Decoration.mark({ class: "cm-f-error" }).range(from, to));
      }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** The server knows the language and the keys: it says what may come next. */
function completing(latest: { current: EditorProps }, t: Translate) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const text = context.state.doc.toString();
    const controller = new AbortController();
    context.addEventListener("abort", () => controller.abort());
    const answer = await api(checkFilter, { ...latest.current.scope, text, position: context.pos }, { signal: controller.signal }).catch(() => null);
    const first = answer?.suggestions[0];
    if (!answer || !first) return null;
    return {
      from: first.from,
      to: first.to,
      filter: false,
      options: answer.suggestions
        .filter((s) => s.from === first.from)
        .map((s) => ({ label: s.label, detail: t(kindWords[s.kind] ?? s.kind), apply: (view: EditorView) => insert(view, s) })),
    };
  };
}

function insert(view: EditorView, s: { from: number; to: number; insert: string }): void {
  view.dispatch({
    changes: { from: s.from, to: Math.min(s.to, view.state.doc.length), insert: s.insert },
    selection: { anchor: s.from + s.insert.length },
    userEvent: "input.complete",
  });
  if (!/['"`\d)]$/.test(s.insert.trim())) startCompletion(view);
}

/** One line of CodeMirror. */
export default function Editor(props: EditorProps) {
  const t = useT();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  const described = useRef(new Compartment());
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    if (!host.current) return;
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: latest.current.text,
        extensions: [
          history(),
          EditorView.clipboardInputFilter.of((text) => text.replaceAll(/\s*\n\s*/g, " ")),
          EditorState.transactionFilter.of((change) => (change.docChanged && change.newDoc.lines > 1 ? [] : change)),
          keymap.of([
            {
              key: "Enter",
              run: () => {
                latest.current.onEnter();
                return true;
              },
            },
          ]),
          keymap.of([...completionKeymap, ...historyKeymap, ...defaultKeymap]),
          autocompletion({ override: [completing(latest, t)], icons: false, activateOnTyping: true, tooltipClass: () => "run-filter-complete" }),
          colours,
          errorMark,
          placeholderOf(latest.current.placeholder),
          EditorView.contentAttributes.of({
            "aria-label": latest.current.label,
            "data-filter-field": "",
            tabindex: "0",
            spellcheck: "false",
            autocapitalize: "off",
          }),
          described.current.of([]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onText(update.state.doc.toString());
          }),
          EditorView.domEventHandlers({
            focus: (_event, now) => {
              if (now.state.doc.length === 0) setTimeout(() => startCompletion(now), 0);
            },
          }),
        ],
      }),
    });
    view.current = made;
    return () => {
      made.destroy();
      view.current = null;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- the editor is made once; what changes is sent to it below
  }, []);
  useEffect(() => {
    const now = view.current;
    if (now && now.state.doc.toString() !== props.text) now.dispatch({ changes: { from: 0, to: now.state.doc.length, insert: props.text } });
  }, [props.text]);
  useEffect(() => {
    view.current?.dispatch({
      effects: [
        setError.of(props.error),
        described.current.reconfigure(
          EditorView.contentAttributes.of(props.describedBy === undefined ? {} : { "aria-describedby": props.describedBy, "aria-invalid": "true" }),
        ),
      ],
    });
  }, [props.error, props.describedBy]);
  return <div className="filter-editor" ref={host} />;
}
