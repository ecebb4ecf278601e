import assert from "node:assert/strict";
import { test } from "node:test";
import { app } from "../../../tests/harness.ts";
import { corpus } from "./corpus/expand.ts";
import { read } from "./domain/intent.ts";
import { planners } from "./planners/dispatch.ts";
import { weightsOf } from "./planners/weights.ts";

/** Sentences that no corpus holds, by what they mean: they measure the reading and teach it nothing. */
const said: Readonly<Record<string, readonly string[]>> = {
  "projects.create": [
    "We're kicking off the Berlin study, could you open a project for it?",
    "new project: Warehouse robots",
    "please establish a project titled Turbine Noise",
    "I'd need one more project, name it 'Loans EU'",
    "set a fresh project up for the interns",
    "start project Kepler",
  ],
  "datasets.upload": [
    "There's an orders.xlsx on my desktop, I want it in here",
    "how can I get my own numbers into this?",
    "uploading of a file please",
    "take this spreadsheet of mine",
    "Could we import last year's sales from a csv?",
    "hand you a parquet file",
    "I'd rather use my own file",
  ],
  "datasets.addSample": [
    "got nothing to work with, is there a demo table?",
    "I'd like to play around with the titanic passengers",
    "lend me a practice dataset",
    "show off with the built-in wine data",
    "set me up with example records",
    "any toy data around here?",
  ],
  "datasets.profile": [
    "Give me a feel for this table",
    "how are the values in Fare distributed?",
    "what's inside the customers dataset?",
    "is my data full of holes?",
    "basic stats per column, please",
    "I'd like to get to know these data before modelling",
    "How many rows lack an Age?",
  ],
  "datasets.clean": [
    "Could you weed out the text columns?",
    "all blanks should be set to the average",
    "lose the Cabin column, it's useless",
    "I only want complete rows left",
    "swap every NaN for the median",
    "some lines occur twice, remove them",
    "tame the extreme values in price",
    "make this table ready for machine learning",
    "non numeric stuff out, gaps filled",
    "scrap columns id and email from the table",
  ],
  "datasets.download": [
    "I'd like to take the cleaned table with me",
    "how do I get the processed data out of here?",
    "hand over the prepared data as CSV",
    "let me save this dataset on my own disk",
    "export to excel",
    "mail me the resulting rows",
    "csv of the cleaned data?",
  ],
  "datasets.list": [
    "what tables have been uploaded here?",
    "any datasets in this project?",
    "show all of our data files",
    "which data could I work on?",
    "remind me of my datasets",
  ],
  "training.recommend": [
    "What kind of model would you go for?",
    "not sure whether a forest or xgboost suits this better, your advice?",
    "propose some algorithm for predicting churn",
    "which learner is promising on such a small table?",
    "how would an expert model this?",
    "help me choose a method",
    "any suggestion what to train?",
  ],
  "training.start": [
    "Let's get a classifier going for churn",
    "I need something that can foresee the price",
    "regress income on all the other columns",
    "fit xgboost and a random forest to this table",
    "could you learn to tell survivors from victims?",
    "begin training with quality as the target",
    "create a neural net for this data",
    "go and train several candidates",
    "logistic regression for Survived, please",
  ],
  "training.get": [
    "which of the fitted candidates has the highest accuracy?",
    "how did the training turn out?",
    "so, who is leading?",
    "put the trained models next to each other",
    "I'd like to see the scores",
    "did the forest beat the ridge?",
    "what AUC did we reach?",
  ],
  "training.cancel": [
    "halt the model fitting, please",
    "this training is taking forever, kill it",
    "I picked the wrong target, abort the training",
    "would you end the running fit?",
    "let the learning end here",
    "we can quit the training now",
  ],
  "training.download": [
    "give me the trained forest as an onnx file",
    "can I have a zip with all plots and models?",
    "I'd like the model on my own laptop",
    "export the classifier as a file",
    "download everything from the last training",
  ],
  "models.register": [
    "keep the winner in our model registry as house-prices",
    "make an entry in the registry for the best run",
    "please catalogue this model",
    "the top run ought to be registered",
    "add that forest to the registered models",
    "enter the champion into the registry under the name fraud",
  ],
  "models.promote": [
    "version 5 is ready for production, move it there",
    "lift the staging model to production",
    "can v3 become our production version?",
    "I want version 2 in the production stage",
    "declare the newest version the production one",
    "advance churn to prod",
  ],
  "models.rollback": [
    "the new release misbehaves, bring the former version back",
    "switch production back to the model we had before",
    "we should return to the earlier version of churn",
    "roll production back",
    "the promotion was a bad idea, restore the old model",
    "please reinstate the last good version",
  ],
  "deployments.create": [
    "could you stand up an endpoint with the winner?",
    "let other teams call this model over http",
    "get version 2 running on staging",
    "bring the forest online",
    "I'd like this model served in the staging environment",
    "release it to the staging environment",
    "host the regressor for our web shop",
    "deploy this to the test environment",
  ],
  "deployments.predict": [
    "What would the model say about a 40 year old man?",
    "give me a prediction for one customer",
    "try the endpoint with tenure 3",
    "score a female passenger aged 19 in second class",
    "how likely is it that this client leaves?",
    "call the deployment once with sample values",
    "predict one row",
  ],
  "deployments.list": [
    "which endpoints are live at the moment?",
    "is any model being served?",
    "list everything that is deployed",
    "show me our services",
    "what runs on staging right now?",
  ],
  "monitoring.drift": [
    "Does the incoming data still resemble the training data?",
    "please supervise the deployed model",
    "have any inputs wandered off since Monday?",
    "is the live model getting worse?",
    "how healthy is the endpoint?",
    "let me know when performance goes down",
    "drift status please",
    "watch production for me",
    "show PSI for all features",
  ],
  "monitoring.simulate": [
    "act as if the customers became older by 2 sd",
    "fire some distorted rows at the endpoint",
    "what if Fare went up by 3 standard deviations?",
    "fake a bit of drift so that I can see the alarm",
    "move tenure 2 sigma upwards and send it",
    "make artificial traffic for the deployment",
  ],
  "monitoring.retrain": [
    "The model is stale, fit it anew",
    "new rows came in, bring the model up to date",
    "please train the deployed model once more",
    "redo the training with the latest rows",
    "a retraining would be good",
    "refit on fresh data",
  ],
  "audit.undo": [
    "whoops, that was not intended, take it back",
    "please reverse what you just did",
    "that last change was a mistake",
    "put it back the way it was",
    "can we undo this?",
    "step back once",
  ],
  "approvals.approve": [
    "I agree, accept the promotion request",
    "give your ok to the pending request",
    "please sign off the request for production",
    "let my request pass",
    "approve everything that is waiting",
  ],
  "approvals.list": [
    "does anything wait for my decision?",
    "are there requests I have to approve?",
    "show me the open approvals",
    "what still needs a sign-off?",
    "has my request been approved?",
  ],
  "models.list": [
    "anything kept in the registry?",
    "show every registered model",
    "which models exist so far?",
    "let me browse the model registry",
    "names of my models",
  ],
  "runs.list": ["which experiments did we do lately?", "newest experiment runs?", "show the run history", "what runs failed?", "open my experiments"],
  "jobs.list": [
    "is something still in the queue?",
    "which tasks still wait?",
    "show the background jobs",
    "how is my job coming along?",
    "what is being processed right now?",
  ],
  "projects.list": [
    "which projects can I open?",
    "show every project",
    "what projects are we in?",
    "names of all projects please",
    "take me to the list of my projects",
  ],
};

const { kernel } = await app();
const pointers = kernel.registry.phrases("en").filter((p) => p.operation in planners);
const weights = weightsOf("en");

/** The operations a sentence is read as; choices with a question mark. */
function meaning(sentence: string): string[] {
  const reading = read(sentence, pointers, weights);
  return reading.kind === "clear" ? reading.parts.map((p) => p.operation) : reading.candidates.map((c) => `? ${c.operation}`);
}

test("of sentences it never saw, at least 85 % are read right and 95 % are right or among the choices", () => {
  const all = Object.entries(said).flatMap(([operation, sentences]) => sentences.map((sentence) => ({ operation, sentence, got: meaning(sentence) })));
  assert.ok(all.length >= 150);
  const right = all.filter((s) => s.got.join() === s.operation);
  const missed = all.filter((s) => !right.includes(s) && !s.got.includes(`? ${s.operation}`));
  const missedList = missed.map((s) => `${s.operation} | ${s.sentence} | ${s.got.join(", ")}`).join("\n");
  assert.ok(right.length / all.length >= 0.85, `${right.length} of ${all.length} right`);
  assert.ok(1 - missed.length / all.length >= 0.95, `${missed.length} of ${all.length} missed:\n${missedList}`);
});

test("none of them stands in the corpus", () => {
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  const taught = new Set(corpus("en").map((s) => plain(s.text)));
  assert.deepEqual(
    Object.values(said)
      .flat()
      .filter((sentence) => taught.has(plain(sentence))),
    [],
  );
});

for (const [sentence, operations] of [
  ["file upload", ["datasets.upload"]],
  ["clean the data: drop the non-numeric columns and handle missing values", ["datasets.clean"]],
  ["train a regression model on this dataset", ["training.start"]],
  ["deploy this model to staging", ["deployments.create"]],
  ["monitor the model performance for drift", ["monitoring.drift"]],
  ["download the processed dataset", ["datasets.download"]],
  ["The model has drifted, retrain it", ["monitoring.retrain"]],
  ["Compare the forest and the regression we just fitted", ["training.get"]],
  ["The forest looks fine to me, so register it", ["models.register"]],
  ["fill the gaps with the median, then fit a classifier for churn", ["datasets.clean", "training.start"]],
  ["remove duplicates and download the result as csv", ["datasets.clean", "datasets.download"]],
  ["register the winner and promote it to production", ["models.register", "models.promote"]],
  ["retrain the model, then deploy it to staging and check it for drift", ["monitoring.retrain", "deployments.create", "monitoring.drift"]],
  ["add the titanic sample; profile it", ["datasets.addSample", "datasets.profile"]],
] as const)
  test(`“${sentence}” means ${operations.join(", then ")}`, () => assert.deepEqual(meaning(sentence), operations));

for (const sentence of ["where is my umbrella", "qwertz uiop", "good night everybody", "the soup was too salty"])
  test(`“${sentence}” gets the opening choices`, () => assert.deepEqual(meaning(sentence), []));

test("an unclear sentence gets at most five choices", () => {
  const got = meaning("do something with the data and the model");
  assert.ok(got.length > 0 && got.length <= 5 && got.every((g) => g.startsWith("? ")), got.join());
});

test("an operation without corpus is reached by its phrases", () => {
  const added = { operation: "datasets.rename", all: [["rename"], ["dataset"]], example: "Rename the dataset" };
  const reading = read("rename the dataset to Passengers", [...pointers, added], weights);
  assert.deepEqual(reading.kind === "clear" && reading.parts.map((p) => p.operation), ["datasets.rename"]);
});

test("a sentence is read in less than 5 ms", () => {
  const sentences = Object.values(said).flat();
  const started = performance.now();
  for (const sentence of sentences) meaning(sentence);
  assert.ok((performance.now() - started) / sentences.length < 5);
});
