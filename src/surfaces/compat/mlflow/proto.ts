import { invalid, missing, wrongType } from "./problems.ts";

/**
 * One field of a request message, by the rules of proto3's JSON: int64 as number or string, NaN and infinities as words,
 * null is unset, enums by name or number.
 */
export interface Field<T> {
  readonly required: boolean;
  readonly repeated: boolean;
  /** Query strings carry text; only a boolean needs to be told apart there. */
  readonly boolean: boolean;
  /** @throws MlflowError naming the path. */
  read(value: unknown, path: string): T;
}
export interface Required<T> extends Field<T> {
  readonly required: true;
}
type Fields = Readonly<Record<string, Field<unknown>>>;

/** What a message reads to: required fields are there, others may be undefined. */
export type Read<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends Required<infer T> ? T : F[K] extends Field<infer T> ? T | undefined : never;
};

export interface Message<F extends Fields = Fields> {
  readonly fields: readonly { name: string; camel: string; field: Field<unknown> }[];
  read(body: unknown, path?: string): Read<F>;
}
/** The type of what a message reads to. */
export type ReadOf<M> = M extends Message<infer F> ? Read<F> : never;

function field<T>(read: Field<T>["read"], extra: { repeated?: boolean; boolean?: boolean } = {}): Field<T> {
  return { required: false, repeated: extra.repeated ?? false, boolean: extra.boolean ?? false, read };
}

export const string: Field<string> = field((value, path) => {
  if (typeof value !== "string") throw wrongType(path, value);
  return value;
});

export const int: Field<number> = field((value, path) => {
  const number = typeof value === "string" && /^-?\d{1,20}$/.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isInteger(number)) throw wrongType(path, value);
  return number;
});

const words: Readonly<Record<string, number>> = { NaN: Number.NaN, Infinity: Number.POSITIVE_INFINITY, "-Infinity": Number.NEGATIVE_INFINITY };

export const float: Field<number> = field((value, path) => {
  if (typeof value === "number") return value;
  if (typeof value === "string" && value.trim() !== "") {
    const word = Object.hasOwn(words, value) ? words[value] : undefined;
    const number = word ?? Number(value);
    if (word !== undefined || Number.isFinite(number)) return number;
  }
  throw wrongType(path, value);
});

export const bool: Field<boolean> = field(
  (value, path) => {
    if (typeof value !== "boolean") throw wrongType(path, value);
    return value;
  },
  { boolean: true },
);

/** An enum by its names or their numbers. */
export function oneOf<N extends string>(numbers: Readonly<Record<N, number>>): Field<N> {
  const names = new Map<unknown, N>();
  for (const name of Object.keys(numbers) as N[]) names.set(name, name).set(numbers[name], name).set(String(numbers[name]), name);
  return field((value, path) => {
    const name = names.get(value);
    if (name === undefined) throw wrongType(path, value);
    return name;
  });
}

/** Any JSON value, as it came. */
export const json: Field<unknown> = field((value) => value);

/** A nested message. */
export function nested<F extends Fields>(of: Message<F>): Field<Read<F>> {
  return field((value, path) => of.read(value, path));
}

export function list<T>(of: Field<T>): Field<T[]> {
  return field(
    (value, path) => {
      if (!Array.isArray(value)) throw wrongType(path, value);
      return value.map((item: unknown, i) => of.read(item, `${path}[${i}]`));
    },
    { repeated: true },
  );
}

/** A proto map with string keys. */
export function map<T>(of: Field<T>): Field<Record<string, T>> {
  return field((value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrongType(path, value);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, of.read(inner, `${path}.${key}`)]));
  });
}

/** The field must be there; proto knows no absent string, so an empty one counts as missing too. */
export function required<T>(of: Field<T>): Required<T> {
  return { ...of, required: true };
}

/**
 * Declares a request message. Fields go by their proto names; camel case is read too, both spellings at once are refused,
 * unknown fields are ignored.
 * @example const GetRun = message({ run_id: required(string), run_uuid: string });
 */
export function message<F extends Fields>(shape: F): Message<F> {
  const fields = Object.entries(shape).map(([name, of]) => ({ name, camel: name.replaceAll(/_([a-z])/g, (_, c: string) => c.toUpperCase()), field: of }));
  return {
    fields,
    read(body, path = "") {
      if (typeof body !== "object" || body === null || Array.isArray(body)) throw wrongType(path === "" ? "request" : path, body);
      const from = body as Record<string, unknown>;
      const out: Record<string, unknown> = {};
      for (const { name, camel, field: of } of fields) {
        let value = from[name];
        if (camel !== name && camel in from) {
          if (name in from) throw invalid(`Request specifies both '${name}' and '${camel}'; provide only one of them.`);
          value = from[camel];
        }
        // Clients of MLflow 1 name a run by the older field.
        if (name === "run_id" && (value === undefined || value === "")) value = from["run_uuid"] ?? value;
        const at = path === "" ? name : `${path}.${name}`;
        if (value === undefined || value === null || (value === "" && of.required)) {
          if (of.required) throw missing(at);
          continue;
        }
        out[name] = of.read(value, at);
      }
      return out as Read<F>;
    },
  };
}

/** A query string as the body it stands for: repeated fields by repetition, everything else text. */
export function fromQuery(of: Message, query: Readonly<Record<string, string | string[]>>): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const { name, field: one } of of.fields) {
    const value = query[name];
    if (value === undefined) continue;
    if (one.repeated) out[name] = Array.isArray(value) ? value : [value];
    else out[name] = one.boolean ? truth(Array.isArray(value) ? value[0] : value) : Array.isArray(value) ? value[0] : value;
  }
  if (out["run_id"] === undefined && query["run_uuid"] !== undefined) out["run_uuid"] = query["run_uuid"];
  return out;
}

function truth(value: string | undefined): boolean {
  const lower = value?.toLowerCase();
  if (lower !== "true" && lower !== "false") throw invalid(`Invalid boolean value: ${value ?? ""}, must be 'true' or 'false'.`);
  return lower === "true";
}

/** A number as proto3's JSON writes it. */
export function number(value: number): number | string {
  return Number.isFinite(value) ? value : Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

/** Without unset fields and empty lists, as proto3's JSON leaves them out. */
export function unset<T extends Record<string, unknown>>(object: T): Partial<T> {
  const out: Record<string, unknown> = {};
  for (const key in object) {
    const value = object[key];
    if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) continue;
    out[key] = value;
  }
  return out as Partial<T>;
}
