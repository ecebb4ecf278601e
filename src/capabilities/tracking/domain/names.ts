/** Only words that MLflow's servers name runs with as well: its clients look for them in a name they left to the server. */
const adjectives = [
  "able",
  "bold",
  "bright",
  "calm",
  "capable",
  "caring",
  "charming",
  "clean",
  "dapper",
  "dashing",
  "gentle",
  "kindly",
  "nimble",
  "orderly",
  "peaceful",
  "polite",
  "skillful",
  "stately",
  "upbeat",
  "wise",
];
const animals = [
  "crane",
  "crow",
  "deer",
  "dolphin",
  "dove",
  "finch",
  "fox",
  "goose",
  "hare",
  "hawk",
  "lark",
  "lynx",
  "moose",
  "owl",
  "panda",
  "penguin",
  "quail",
  "seal",
  "stoat",
  "wren",
];

/** A name people can say, drawn from the random end of a UUIDv7. */
export function runName(id: string): string {
  const bits = Number.parseInt(id.slice(-8), 16);
  return `${adjectives[bits % adjectives.length] ?? "calm"}-${animals[(bits >>> 5) % animals.length] ?? "fox"}-${(bits >>> 10) % 1000}`;
}
