import { useMemo } from "react";
import { intlLocale, translate, useLanguage } from "./i18n.ts";
import { useSession } from "./session.ts";

export const none = "—";
const minus = "−";
const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** Formats of UI.md §5 for one locale and time zone. A missing value (null, undefined, NaN) is always “—”. */
export interface Format {
  count(n: Missing<number>): string;
  /** Compact from 100,000; tiles and axes only. */
  compact(n: Missing<number>): string;
  /** Scores (0 to 1) 4 decimals, others 3 significant, scientific below 0.0001. */
  metric(n: Missing<number>, kind?: "score" | "value"): string;
  /** `share01` 0.63 → “63 %”. */
  percent(share01: Missing<number>, decimals?: 0 | 1): string;
  /** Difference of two shares, in percentage points. */
  points(share01: Missing<number>): string;
  /** Signed with a true minus; zero without sign. `render` formats the size. */
  delta(n: Missing<number>, render?: (size: number) => string): string;
  duration(ms: Missing<number>): string;
  /** Remaining time, rounded up as an estimate deserves: “about 11 min”, never below “a few seconds”. */
  estimate(ms: Missing<number>): string;
  /** Relative under 24 h, then a date. */
  time(at: Missing<Date | string>, now?: Date): string;
  /** Hour and minute in the person's zone. */
  clock(at: Missing<Date | string>): string;
  /** Full date and time in the person's zone. */
  exact(at: Missing<Date | string>): string;
  bytes(n: Missing<number>): string;
  money(amount: Missing<number>, currency?: string): string;
  list(items: readonly string[]): string;
}

type Missing<T> = T | null | undefined;

const isMissing = (n: Missing<number>): n is null | undefined => n === null || n === undefined || Number.isNaN(n);

/** First eight characters of an id or hash. */
export function shortId(id: string): string {
  return id.length > 12 ? id.replaceAll("-", "").slice(-8) : id;
}

/** First eight of a digest. */
export function shortHash(hash: string): string {
  return hash.slice(0, 8);
}

export function makeFormat(locale: string, timeZone: string): Format {
  const cache = new Map<string, Intl.NumberFormat>();
  const number = (options: Intl.NumberFormatOptions) => {
    const key = JSON.stringify(options);
    const known = cache.get(key) ?? new Intl.NumberFormat(locale, options);
    cache.set(key, known);
    return known;
  };
  const plain = (n: number, options: Intl.NumberFormatOptions) => number(options).format(n).replaceAll("-", minus);

  const metric: Format["metric"] = (n, kind) => {
    if (isMissing(n)) return none;
    const size = Math.abs(n);
    if (size !== 0 && size < 1e-4) return n.toExponential(1).replace(/\.0e/, "e").replace(/^-/, minus);
    if ((kind ?? (size <= 1 ? "score" : "value")) === "score") return plain(n, { minimumFractionDigits: 4, maximumFractionDigits: 4 });
    return size >= 1000 ? plain(n, { maximumFractionDigits: 0 }) : plain(n, { maximumSignificantDigits: 3 });
  };

  const thin = (text: string) => text.replace(/\s?%/, "\u2009%");
  const percent: Format["percent"] = (share, decimals) =>
    isMissing(share) ? none : thin(plain(share, { style: "percent", maximumFractionDigits: decimals ?? (Math.abs(share) < 0.1 ? 1 : 0) }));

  const two = (ms: number, bigMs: number, big: string, small: string, smallMs: number) => {
    const whole = Math.floor(ms / bigMs);
    const rest = Math.floor((ms - whole * bigMs) / smallMs);
    return rest === 0 ? `${plain(whole, {})} ${big}` : `${plain(whole, {})} ${big} ${plain(rest, {})} ${small}`;
  };
  const duration: Format["duration"] = (ms) => {
    if (isMissing(ms)) return none;
    if (ms === 0) return "0 ms";
    if (ms < 0.1) return `${plain(ms * 1000, { maximumSignificantDigits: 2 })} µs`;
    if (ms < 1000) return `${plain(ms, { maximumSignificantDigits: 3 })} ms`;
    if (ms < minuteMs) return `${plain(ms / 1000, { maximumFractionDigits: ms < 10_000 ? 1 : 0 })} s`;
    if (ms < hourMs) return two(ms, minuteMs, "min", "s", 1000);
    if (ms < dayMs) return two(ms, hourMs, "h", "min", minuteMs);
    return two(ms, dayMs, "d", "h", hourMs);
  };

  const dates = new Intl.DateTimeFormat(locale, { timeZone, day: "numeric", month: "short", year: "numeric" });
  const dateTimes = new Intl.DateTimeFormat(locale, {
    timeZone,
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });
  const clocks = new Intl.DateTimeFormat(locale, { timeZone, hour: "2-digit", minute: "2-digit", hour12: false });
  const exacts = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: "medium", timeStyle: "medium", hour12: false });

  return {
    count: (n) => (isMissing(n) ? none : plain(n, { maximumFractionDigits: 0 })),
    compact: (n) => {
      if (isMissing(n)) return none;
      return Math.abs(n) < 100_000 ? plain(n, { maximumFractionDigits: 0 }) : plain(n, { notation: "compact", maximumSignificantDigits: 3 });
    },
    metric,
    percent,
    points: (share) => (isMissing(share) ? none : `${signed(share * 100, (s) => plain(s, { maximumFractionDigits: 1 }))} pp`),
    delta: (n, render) => (isMissing(n) ? none : signed(n, render ?? ((size) => metric(size)))),
    duration,
    estimate: (ms) => {
      if (isMissing(ms)) return none;
      if (ms < 10_000) return translate("a few seconds");
      const step = ms < minuteMs ? 10_000 : minuteMs;
      return translate("about {time}", { time: duration(Math.ceil(ms / step) * step) });
    },
    time: (at, now = new Date()) => {
      const date = toDate(at);
      if (!date) return none;
      const age = date.getTime() - now.getTime();
      const size = Math.abs(age);
      if (size >= dayMs) return size < 7 * dayMs ? dateTimes.format(date) : dates.format(date);
      if (size < minuteMs) return translate("just now");
      const rounded = duration(size < hourMs ? Math.trunc(size / minuteMs) * minuteMs : Math.trunc(size / hourMs) * hourMs);
      return age < 0 ? translate("{time} ago", { time: rounded }) : translate("in {time}", { time: rounded });
    },
    clock: (at) => {
      const date = toDate(at);
      return date ? clocks.format(date) : none;
    },
    exact: (at) => {
      const date = toDate(at);
      return date ? exacts.format(date) : none;
    },
    bytes: (n) => {
      if (isMissing(n)) return none;
      const units = ["B", "kB", "MB", "GB", "TB", "PB"];
      const power = n < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(n) / 3));
      return `${plain(n / 1000 ** power, { maximumSignificantDigits: 3 })} ${units[power] ?? "B"}`;
    },
    money: (amount, currency = "USD") =>
      isMissing(amount)
        ? none
        : plain(amount, {
            style: "currency",
            currency,
            currencyDisplay: "narrowSymbol",
            minimumFractionDigits: amount !== 0 && Math.abs(amount) < 0.01 ? 4 : 2,
            maximumFractionDigits: amount !== 0 && Math.abs(amount) < 0.01 ? 4 : 2,
          }),
    list: (items) => new Intl.ListFormat(locale, { type: "conjunction" }).format(items),
  };
}

function signed(n: number, render: (size: number) => string): string {
  if (n === 0) return render(0);
  return `${n > 0 ? "+" : minus}${render(Math.abs(n))}`;
}

function toDate(at: Missing<Date | string>): Date | null {
  if (at === null || at === undefined) return null;
  const date = typeof at === "string" ? new Date(at) : at;
  return Number.isNaN(date.getTime()) ? null : date;
}

/** Formats of the current language and the person's time zone. */
export function useFormat(): Format {
  const language = useLanguage();
  const { timeZone } = useSession();
  return useMemo(() => makeFormat(intlLocale(language), timeZone), [language, timeZone]);
}
