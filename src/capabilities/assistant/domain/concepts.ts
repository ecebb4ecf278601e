import { stemOf } from "./words.ts";

/**
 * Words that say about the same, by what they say. A rule about one of them holds for all; a concept in
 * capitals is something one does, so a part of a sentence that begins with it can be an order.
 */
const groups: Readonly<Record<string, string>> = {
  UPLOAD: "upload import ingest attach",
  ADD: "add insert include introduce",
  CREATE: "create make build construct set generate produce found establish spin provision prepare develop form",
  TRAIN: "train fit learn teach regress classify automl training fitting",
  RETRAIN: "retrain re-train refit re-fit relearn retraining re-training retrained",
  RENEW: "refresh renew update rejuvenate modernize adapt",
  REMOVE: "drop remove delete discard strip exclude eliminate erase purge ditch dump omit rid throw cut cull wipe scrap filter exclude lose dispose",
  FILL: "fill impute replace patch interpolate substitute plug complete imputation handle treat deal",
  CLEAN: "clean cleanse scrub sanitize sanitise tidy preprocess prep cleanup cleaning cleansing polish repair wash dedupe deduplicate de-duplicate",
  DOWNLOAD: "download export extract",
  SAVE: "save store keep write preserve retain",
  GIVE: "give send hand mail email provide supply offer lend pass deliver",
  GET: "get have obtain fetch retrieve grab receive take",
  SHOW: "show list display print see view open browse look enumerate present tell name",
  DESCRIBE:
    "describe profile explore inspect summarize summarise analyze analyse examine characterize review study scan describe overview summary statistics stats eda histogram distribution",
  RECOMMEND: "recommend suggest propose advise recommendation suggestion advice tip hint guidance proposal",
  CHOOSE: "choose pick select decide determine",
  COMPARE: "compare comparison contrast rank ranking leaderboard versus scoreboard",
  STOP: "cancel stop abort interrupt halt kill end terminate quit discontinue cease",
  REGISTER: "register catalogue catalog enrol enroll registration registered registry",
  PROMOTE: "promote advance elevate graduate raise lift promotion",
  REVERT: "revert restore reinstate rollback roll-back return downgrade",
  UNDO: "undo reverse undone annul retract nullify rescind unwind",
  DEPLOY: "deploy serve host ship publish launch expose release productionize operationalize rollout",
  MOVE: "move put bring push transfer transition place",
  PREDICT: "predict score infer prediction predictions inference estimate forecast predicts predicting predicted",
  TRY: "try test probe exercise query invoke ask",
  MONITOR: "monitor watch track observe supervise survey surveil oversee follow guard monitoring eye",
  CHECK: "check verify assess evaluate measure detect judge audit validate quantify",
  SIMULATE: "simulate fake mimic emulate imitate pretend inject provoke simulation simulated synthetic artificial artificially suppose imagine",
  APPROVE: "approve accept grant authorize authorise consent agree permit sign bless confirm allow",
  START: "start begin kick run trigger execute initiate perform",
  WANT: "want need like wish wanna",
  USE: "use apply utilize employ",
  column: "column columns feature features field fields variable variables attribute attributes",
  row: "row rows record records line lines observation observations entry entries tuple",
  data: "data dataset datasets table tables dataframe sheet",
  file: "file files csv spreadsheet excel xlsx parquet tsv",
  machine: "computer laptop pc disk desktop machine drive locally local",
  missing: "missing null nulls nan nans blank blanks gap gaps hole holes empty absent missings incomplete void",
  duplicate: "duplicate duplicates duplicated repeated doublets double twice identical",
  outlier: "outlier outliers extreme extremes outlying winsorize clip",
  numeric: "numeric numerical non-numeric nonnumeric textual categorical string strings",
  sample: "sample samples example examples demo bundled built-in toy practice dummy preloaded",
  processed: "processed cleaned prepared resulting final tidied transformed preprocessed",
  algorithm: "algorithm algorithms method technique approach learner estimator",
  kind: "regression regressor classifier classification forest xgboost lightgbm ridge logistic perceptron mlp network neural boosting tree",
  model: "model models champion",
  best: "best better winner winning top strongest won",
  result: "result results score scores metrics accuracy auc rmse r2 outcome",
  production: "production prod",
  staging: "staging stage",
  online: "online live reachable callable available accessible",
  endpoint: "endpoint endpoints service services api url deployment deployments",
  previous: "previous earlier former prior preceding old older last before",
  new: "new newest latest fresh recent newer current",
  again: "again anew afresh",
  drift: "drift drifted drifting drifts degraded degrade degradation decay deteriorate decayed",
  shift: "shift shifted shifts sd sigma deviation deviations",
  health: "health healthy performance performing behaving doing ok okay fine",
  traffic: "traffic latency errors throughput inputs",
  project: "project projects workspace",
  request: "request requests approval approvals",
  waiting: "waiting pending outstanding awaiting unanswered",
  job: "job jobs task tasks queue queued background",
  run: "runs experiment experiments trial trials",
  artifact: "artifact artifacts onnx zip pickle joblib weights bundle archive plots package binary",
  person: "passenger customer person patient client woman man child",
  age: "years aged year",
  version: "version versions revision",
  step: "step action act operation command change",
  question: "which what who how where",
};

const each = Object.entries(groups).flatMap(([concept, words]) => words.split(" ").map((word) => [word, concept] as const));
const byWord: ReadonlyMap<string, string> = new Map(each);
// Reversed, so that the deed wins where a noun has the same stem: "cleaning" is of "clean", only "cleaned" is not.
const byStem: ReadonlyMap<string, string> = new Map(each.toReversed().map(([word, concept]) => [stemOf(word), concept] as const));

/** What a word says, by itself or by its stem; null when it has no group. */
export function conceptOf(word: string, stem: string): string | null {
  return byWord.get(word) ?? byStem.get(stem) ?? null;
}

/** Whether something is done by it. */
export function isDeed(concept: string | null): boolean {
  return concept !== null && concept === concept.toUpperCase();
}

/** All stems that have a group. */
export const conceptStems: ReadonlySet<string> = new Set(byStem.keys());
