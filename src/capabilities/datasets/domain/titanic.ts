/** A small, fast generator with a 32-bit seed (mulberry32); the same seed gives the same table everywhere. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Class = 1 | 2 | 3;
type Sex = "male" | "female";

// Shares of the real passenger list, rounded: rows of 891 by class and sex, ages, fares, ports.
const groups: readonly { pclass: Class; sex: Sex; share: number; survival: number }[] = [
  { pclass: 1, sex: "female", share: 0.105, survival: 0.98 },
  { pclass: 2, sex: "female", share: 0.085, survival: 0.95 },
  { pclass: 3, sex: "female", share: 0.162, survival: 0.46 },
  { pclass: 1, sex: "male", share: 0.137, survival: 0.33 },
  { pclass: 2, sex: "male", share: 0.121, survival: 0.06 },
  { pclass: 3, sex: "male", share: 0.39, survival: 0.09 },
];
const ages: Record<Class, { mean: number; sd: number }> = { 1: { mean: 38, sd: 14.5 }, 2: { mean: 30, sd: 13.5 }, 3: { mean: 25, sd: 12 } };
const fares: Record<Class, { median: number; spread: number }> = {
  1: { median: 60, spread: 0.75 },
  2: { median: 14.5, spread: 0.45 },
  3: { median: 8.2, spread: 0.35 },
};
const ports: Record<Class, readonly [string, number][]> = {
  1: [
    ["S", 0.59],
    ["C", 0.4],
    ["Q", 0.01],
  ],
  2: [
    ["S", 0.89],
    ["C", 0.09],
    ["Q", 0.02],
  ],
  3: [
    ["S", 0.72],
    ["C", 0.13],
    ["Q", 0.15],
  ],
};
const cabins: Record<Class, { share: number; decks: string }> = {
  1: { share: 0.81, decks: "ABCDE" },
  2: { share: 0.09, decks: "DEF" },
  3: { share: 0.025, decks: "EFG" },
};
const siblings: readonly [number, number][] = [
  [0, 0.682],
  [1, 0.235],
  [2, 0.031],
  [3, 0.018],
  [4, 0.02],
  [5, 0.006],
  [8, 0.008],
];
const relatives: readonly [number, number][] = [
  [0, 0.45],
  [1, 0.27],
  [2, 0.24],
  [3, 0.015],
  [5, 0.015],
  [4, 0.01],
];
const surnames =
  "Abbott Ahlin Andersson Baxter Becker Bishop Bowen Braun Carlsson Carter Collyer Connolly Dahl Daly Davies Dupont Elias Ericson Fischer Flynn Foster Gibson Goldberg Graham Hansen Harper Hart Hogan Ivanov Jensen Johansson Keane Kelly Klein Lang Larsson Lefebvre Lindqvist Mallet Marsh Mellor Moran Moreau Murphy Nasser Newell Nilsson Olsen Osman Palmer Panula Parr Peters Petrov Quick Reed Rice Rossi Ryerson Sage Skoog Smith Sterling Svensson Taylor Thayer Turner Vander Wagner Walsh Webber Wells West Wick Young Zabour".split(
    " ",
  );
const firstNames: Record<Sex, string[]> = {
  male: "Albert Alfred Arthur Benjamin Carl Charles Edward Ernest Frank Frederick George Gustaf Harry Henry Hans Jack James John Joseph Karl Louis Michael Olaf Owen Patrick Peter Richard Samuel Theodore Thomas Victor Walter William".split(
    " ",
  ),
  female:
    "Ada Agnes Alice Amelia Anna Augusta Bertha Bridget Catherine Clara Edith Elin Eliza Elizabeth Ellen Emily Ethel Florence Helen Hilda Ida Jane Kate Laura Lily Lucy Margaret Maria Mary Nora Rosa Sofia Susan".split(
      " ",
    ),
};
const ticketPrefixes = ["A/5", "PC", "C.A.", "SC/PARIS", "STON/O2.", "W./C.", "SOTON/O.Q."];

export const titanicColumns = ["PassengerId", "Survived", "Pclass", "Name", "Sex", "Age", "SibSp", "Parch", "Ticket", "Fare", "Cabin", "Embarked"] as const;

interface Passenger {
  survived: number;
  pclass: Class;
  sex: Sex;
  age: number;
  ageKnown: boolean;
  sibSp: number;
  parch: number;
  name: string;
  ticket: string;
  fare: number;
  cabin: string;
  embarked: string;
}

function passenger(next: () => number): Passenger {
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const pick = <T>(weighted: readonly (readonly [T, number])[]): T => {
    let at = next() * weighted.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [value, weight] of weighted) if ((at -= weight) < 0) return value;
    return (weighted.at(-1) as readonly [T, number])[0];
  };
  const one = (list: readonly string[]): string => list[Math.floor(next() * list.length)] ?? "";
  const group = pick(groups.map((g) => [g, g.share] as const));
  const { pclass, sex } = group;
  const sibSp = pick(siblings);
  const parch = sibSp === 0 ? (next() < 0.13 ? pick(relatives.slice(1)) : 0) : sibSp > 2 ? 1 + Math.round(next()) : pick(relatives);
  const young = sibSp > 2 || (parch > 0 && next() < (pclass === 1 ? 0.1 : 0.42));
  const drawn = young ? 0.5 + next() * 15 : Math.max(15, ages[pclass].mean + 3 + ages[pclass].sd * normal());
  const age = Math.min(80, drawn < 1 ? Math.round(drawn * 100) / 100 : Math.round(drawn));
  const family = sibSp + parch;
  // Children were saved first, except in the large families of the third class.
  const embarked = pick(ports[pclass]);
  let chance = group.survival;
  if (age < 14 && family < 4) chance = pclass === 3 ? 0.7 : 0.98;
  else if (sex === "female" && pclass === 3 && embarked !== "S") chance = 0.82;
  else if (sex === "male" && pclass === 1) chance = age > 50 ? 0.12 : embarked === "C" ? 0.52 : 0.34;
  else if (sex === "male" && pclass === 3 && age >= 20 && age < 33) chance = 0.16;
  if (family >= 4 && pclass === 3) chance *= 0.15;
  const survived = next() < chance ? 1 : 0;
  const people = 1 + family * 0.6;
  const fare =
    next() < 0.015
      ? 0
      : Math.min(512.3292, fares[pclass].median * Math.exp(fares[pclass].spread * normal()) * (pclass === 1 ? Math.sqrt(people) * 0.9 : people * 0.9));
  const title = sex === "male" ? (age < 14 ? "Master" : "Mr") : age >= 18 && (sibSp > 0 || next() < 0.35) ? "Mrs" : "Miss";
  const number = String(1000 + Math.floor(next() * 398_000));
  const deck = cabins[pclass].decks[Math.floor(next() * cabins[pclass].decks.length)] ?? "C";
  return {
    survived,
    pclass,
    sex,
    age,
    ageKnown: next() >= (pclass === 3 ? 0.277 : 0.1),
    sibSp,
    parch,
    name: `${one(surnames)}, ${title}. ${one(firstNames[sex])} ${one(firstNames[sex])}`,
    ticket: next() < 0.25 ? `${one(ticketPrefixes)} ${number}` : number,
    fare: Math.round(fare * 10_000) / 10_000,
    cabin: next() < cabins[pclass].share ? `${deck}${1 + Math.floor(next() * 130)}` : "",
    embarked,
  };
}

/**
 * A table shaped like the Titanic passenger list: its columns, types, gaps and the way survival hangs on sex, class, age and family.
 * People and numbers are made up; a base classifier reaches about 0.80 five-fold accuracy without Name and Ticket.
 * The same seed gives the same bytes.
 * @example titanicCsv(42) // "PassengerId,Survived,…" with 891 rows
 */
export function titanicCsv(seed: number, rows = 891): string {
  const next = random(seed);
  const lines: string[] = [titanicColumns.join(",")];
  // As on the real list, a few ports of embarkation are not known.
  const unknownPorts = new Set([Math.floor(rows * 0.07), Math.floor(rows * 0.93)]);
  for (let i = 0; i < rows; i += 1) {
    const p = passenger(next);
    lines.push(
      [
        i + 1,
        p.survived,
        p.pclass,
        `"${p.name}"`,
        p.sex,
        p.ageKnown ? p.age : "",
        p.sibSp,
        p.parch,
        p.ticket,
        p.fare,
        p.cabin,
        unknownPorts.has(i) ? "" : p.embarked,
      ].join(","),
    );
  }
  return `${lines.join("\n")}\n`;
}
