import type { Sample, SampleInfo } from "../contract/shapes.ts";

/** A file inside the installed scikit-learn package. */
export type SampleFile = "breast_cancer.csv" | "wine_data.csv" | "diabetes_data_raw.csv.gz" | "diabetes_target.csv.gz";

const measures = ["radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity", "concave points", "symmetry", "fractal dimension"];
const breastCancerColumns = [...measures.map((m) => `mean ${m}`), ...measures.map((m) => `${m} error`), ...measures.map((m) => `worst ${m}`)];
const wineColumns = [
  "alcohol",
  "malic_acid",
  "ash",
  "alcalinity_of_ash",
  "magnesium",
  "total_phenols",
  "flavanoids",
  "nonflavanoid_phenols",
  "proanthocyanins",
  "color_intensity",
  "hue",
  "od280/od315_of_diluted_wines",
  "proline",
];
const diabetesColumns = ["age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"];

export const samples: readonly SampleInfo[] = [
  {
    sample: "titanic",
    title: "Titanic-shaped passengers",
    rows: 891,
    columns: 12,
    target: "Survived",
    task: "classification",
    generated: true,
    description: "Made-up passengers with the columns, gaps and dependencies of the well-known list: who survived?",
  },
  {
    sample: "breast-cancer",
    title: "Breast cancer Wisconsin",
    rows: 569,
    columns: 31,
    target: "diagnosis",
    task: "classification",
    generated: false,
    description: "Measurements of cell nuclei from 569 patients: malignant or benign?",
  },
  {
    sample: "wine",
    title: "Wine recognition",
    rows: 178,
    columns: 14,
    target: "cultivar",
    task: "classification",
    generated: false,
    description: "Chemical analysis of 178 Italian wines: which of three cultivars?",
  },
  {
    sample: "diabetes",
    title: "Diabetes progression",
    rows: 442,
    columns: 11,
    target: "progression",
    task: "regression",
    generated: false,
    description: "Ten baseline measurements of 442 patients: how far did the disease progress in a year?",
  },
];

/** What is known about a sample. */
export function sampleInfo(sample: Sample): SampleInfo {
  const info = samples.find((s) => s.sample === sample);
  if (!info) throw new Error(`no sample ${sample}`);
  return info;
}

/** Rows after a first line `rows,columns,class names…`, whose last cell is the number of the class. */
function withClassNames(text: string, columns: readonly string[], target: string): string {
  const [first = "", ...rows] = text.trim().split(/\r?\n/);
  const classes = first.split(",").slice(2);
  const named = rows.map((row) => {
    const at = row.lastIndexOf(",");
    return `${row.slice(0, at)},${classes[Number(row.slice(at + 1))] ?? ""}`;
  });
  return [[...columns, target].join(","), ...named].join("\n");
}

/** A shipped table as CSV with a header, from the text of scikit-learn's own files. */
export async function sampleCsv(sample: Exclude<Sample, "titanic">, read: (file: SampleFile) => Promise<string>): Promise<string> {
  if (sample === "breast-cancer") return `${withClassNames(await read("breast_cancer.csv"), breastCancerColumns, "diagnosis")}\n`;
  if (sample === "wine") return `${withClassNames(await read("wine_data.csv"), wineColumns, "cultivar")}\n`;
  const rows = (await read("diabetes_data_raw.csv.gz")).trim().split(/\r?\n/);
  const targets = (await read("diabetes_target.csv.gz")).trim().split(/\r?\n/);
  const joined = rows.map((row, i) => `${row.trim().split(/\s+/).join(",")},${Number(targets[i])}`);
  return `${[[...diabetesColumns, "progression"].join(","), ...joined].join("\n")}\n`;
}
