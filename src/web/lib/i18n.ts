import i18next from "i18next";
import Icu from "i18next-icu";
import { IntlMessageFormat } from "intl-messageformat";
import { createElement, Fragment, useSyncExternalStore, type ReactNode } from "react";
import { pseudo } from "./pseudo.ts";

/** Languages that are complete. `en-XA` is the pseudo-locale: +40 % length, accents, for finding what breaks. */
export const languages = { en: "English", "en-XA": "Ëñglïsh +40 %" } as const;
export type Language = keyof typeof languages;

export type Values = Record<string, string | number | Date>;
/** Translates one whole sentence, an ICU message in English that is its own key. */
export type Translate = (message: string, values?: Values) => string;

/** Marks a sentence kept in data (a map, a manifest), so that the catalogue and the lint see it. */
export function msg<const M extends string>(message: M): M {
  return message;
}

void i18next
  .use(new Icu({ parseErrorHandler: (_error, _key, text) => text }))
  .use({
    type: "postProcessor",
    name: "pseudo",
    process: (text: string, _key: unknown, _options: unknown, translator: { language: string }) => (translator.language === "en-XA" ? pseudo(text) : text),
  })
  .init({
    lng: "en",
    fallbackLng: "en",
    resources: { en: { translation: {} } },
    keySeparator: false,
    nsSeparator: false,
    postProcess: ["pseudo"],
    interpolation: { escapeValue: false },
  });

/** Switches the page's language; unknown tags fall back to English. */
export function chooseLanguage(tag: string): void {
  const language = tag in languages ? tag : "en";
  document.documentElement.lang = language;
  if (i18next.language !== language) void i18next.changeLanguage(language);
}

/** For code outside React; components use {@link useT}. */
export const translate: Translate = (message, values) => i18next.t(message, values ?? {});

const translators = new Map<string, Translate>();

/** The translator of the current language: the same function until the language changes, when everything is drawn anew. */
export function useT(): Translate {
  const language = useLanguage();
  const known = translators.get(language) ?? ((message, values) => translate(message, values));
  translators.set(language, known);
  return known;
}

const onLanguage = (listener: () => void): (() => void) => {
  i18next.on("languageChanged", listener);
  return () => i18next.off("languageChanged", listener);
};
const languageNow = (): string => i18next.language;

/** The language in force, as a BCP 47 tag for `Intl`. Every sentence asks for it, so it is as little as can be. */
export function useLanguage(): string {
  return useSyncExternalStore(onLanguage, languageNow);
}

/** The tag `Intl` formats by: English writes 4 Mar 2026 and 14:05. */
export function intlLocale(language: string): string {
  return language.startsWith("en") ? "en-GB" : language;
}

type Chunk = (parts: ReactNode) => ReactNode;

/**
 * A sentence with marked-up parts, still one message.
 * @example <Say m="No run matches <q>{filter}</q>." v={{ filter }} tags={{ q: (p) => <code>{p}</code> }} />
 */
export function Say({ m, v = {}, tags = {} }: { m: string; v?: Values; tags?: Record<string, Chunk> }): ReactNode {
  const language = useLanguage();
  const raw = (i18next.getResource(language, "translation", m) as string | undefined) ?? m;
  const chunks = Object.fromEntries(Object.entries(tags).map(([name, render]) => [name, (parts: ReactNode[]) => render(keyed(parts))]));
  const result = new IntlMessageFormat(raw, language, undefined, { ignoreTag: false }).format<ReactNode>({ ...v, ...chunks });
  const list = Array.isArray(result) ? result : [result];
  return keyed(language === "en-XA" ? list.map((part) => (typeof part === "string" ? pseudo(part) : part)) : list);
}

function keyed(parts: readonly ReactNode[]): ReactNode {
  return createElement(Fragment, null, ...parts);
}
