const adjectives = [
  "amber",
  "brisk",
  "calm",
  "clear",
  "deft",
  "eager",
  "fair",
  "fleet",
  "gentle",
  "keen",
  "lively",
  "lucid",
  "mellow",
  "neat",
  "quick",
  "quiet",
  "rapid",
  "steady",
  "sunny",
  "vivid",
];
const animals = [
  "badger",
  "crane",
  "dolphin",
  "falcon",
  "finch",
  "fox",
  "gecko",
  "heron",
  "ibis",
  "lynx",
  "marten",
  "otter",
  "owl",
  "panda",
  "puffin",
  "raven",
  "seal",
  "stoat",
  "swift",
  "wren",
];

/** A name people can say, drawn from the random end of a UUIDv7. */
export function runName(id: string): string {
  const bits = Number.parseInt(id.slice(-8), 16);
  return `${adjectives[bits % adjectives.length] ?? "calm"}-${animals[(bits >>> 5) % animals.length] ?? "fox"}-${(bits >>> 10) % 1000}`;
}
