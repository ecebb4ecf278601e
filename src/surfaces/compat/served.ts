import { errorCodes, Refusal, refuse } from "../../kernel/contract/errors.ts";
import type { InputOf, OutputOf } from "../../kernel/contract/operation.ts";
import type { Meta } from "../../kernel/pipeline.ts";
import type { Actor } from "../../kernel/ports.ts";
import { maxPredictRows, type Prediction } from "../../capabilities/serving/contract/shapes.ts";
import { predict, resolveDeployment } from "../../capabilities/serving/contract.ts";
import { refuseDepth, utf8Body } from "../http/json.ts";
import type { HttpHost } from "../http/rest.ts";
import { callAs, keeping } from "./acting.ts";
import { replaceBareWords } from "./bare-words.ts";

export type Served = OutputOf<typeof resolveDeployment>;
export interface Answers {
  predictionId: string;
  modelVersion: number;
  predictions: Prediction[];
}

/** The bodies are JSON, whose cells the operation checks. */
type PredictRows = InputOf<typeof predict>["rows"];

const knownMs = 1000;

/** What the prediction dialects share: names become deployments (kept a second), tables become predict calls. */
export function servedBy(host: HttpHost) {
  const keep = keeping<Served>(knownMs, 10_000);
  const calls = (actor: Actor | null, meta: Meta) => callAs(host, actor, meta, "Approve the request, then ask again.");

  return {
    async find(name: string, actor: Actor | null, meta: Meta): Promise<Served> {
      // Two keys of one person may hold different scopes.
      const key = `${actor?.id ?? ""} ${actor?.keyId ?? ""} ${actor?.workspaceId ?? ""} ${name}`;
      return await keep(key, () => calls(actor, meta)(resolveDeployment, { name }));
    },
    /** Any number of rows the body limit lets in, as calls of at most 1,000. */
    async predict(served: Served, rows: readonly Record<string, unknown>[], actor: Actor | null, meta: Meta): Promise<Answers> {
      if (rows.length === 0) throw refuse("invalid_input", "There is no row to predict.", "Send at least one row.");
      const call = calls(actor, meta);
      const all: Answers[] = [];
      for (let from = 0; from < rows.length; from += maxPredictRows)
        all.push(await call(predict, { deploymentId: served.deploymentId, rows: rows.slice(from, from + maxPredictRows) as PredictRows }));
      const [first] = all;
      return {
        predictionId: first?.predictionId ?? "",
        modelVersion: first?.modelVersion ?? served.modelVersion,
        predictions: all.flatMap((a) => a.predictions),
      };
    },
  };
}

/** JSON as Python writes it: NaN and Infinity, which JSON does not know, become null, the missing value. */
export function pythonJson(body: Buffer): unknown {
  const text = utf8Body(body);
  refuseDepth(text);
  try {
    return JSON.parse(text);
  } catch {
    const plain = replaceBareWords(text, () => "null");
    try {
      return JSON.parse(plain);
    } catch (error) {
      throw refuse("invalid_input", `The body is not JSON: ${error instanceof Error ? error.message : String(error)}`, "Send one JSON object in UTF-8.");
    }
  }
}

/** HTTP status and sentence of a refusal in a foreign dialect; anything else stays unknown to the caller. */
export function said(error: unknown, requestId: string): { status: number; code: string; text: string } {
  if (error instanceof Refusal) {
    const fields = error.extra.fields?.slice(0, 20).map((f) => `${f.path}: ${f.message}`) ?? [];
    return { status: errorCodes[error.code], code: error.code, text: [error.message, ...(fields.length > 1 ? fields : []), error.fix].join(" ") };
  }
  const { statusCode } = error as { statusCode?: number };
  if (statusCode !== undefined && statusCode < 500)
    return { status: statusCode, code: "invalid_input", text: error instanceof Error ? error.message : "The request could not be read." };
  return { status: 500, code: "internal", text: `Something failed on our side; request ${requestId}.` };
}
