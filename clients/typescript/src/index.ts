export { LuminaClient, type Bytes, type LuminaOptions, type Nouns } from "./client.ts";
export { ApprovalRequired, LuminaError, Unreachable, type Problem } from "./errors.ts";
export type * from "./generated.ts";
