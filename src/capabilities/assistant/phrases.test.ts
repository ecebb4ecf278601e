import assert from "node:assert/strict";
import { test } from "node:test";
import { app } from "../../../tests/harness.ts";
import { read } from "./domain/intent.ts";
import { planners } from "./planners/dispatch.ts";
import { weightsOf } from "./planners/weights.ts";

/** Sentences by what they mean; none stands in a rule, which hold single words only. */
const said: Readonly<Record<string, readonly string[]>> = {
  "projects.create": ["create a project called Churn", "please set up a new project named Lending", "I'd like to start a project for pricing"],
  "datasets.upload": ["upload a file", "file upload", "I want to import my own csv", "load my data from a file"],
  "datasets.addSample": ["add the titanic sample", "use the wine example data", "give me a sample dataset to play with", "load the bundled diabetes sample"],
  "datasets.profile": ["profile the dataset", "describe this data for me", "give me an overview of the table", "explore the data"],
  "datasets.clean": [
    "clean the data: drop the non-numeric columns and handle missing values",
    "remove all text columns and fill the gaps in the data",
    "drop non-numeric columns and fill missing values",
    "get rid of duplicate rows",
    "impute the missing cells with the median",
    "please tidy up this dataset",
    "replace nulls by the mean",
    "keep only numeric columns in the table",
  ],
  "datasets.download": ["download the processed dataset", "export the cleaned data as csv", "I need to save the resulting table"],
  "training.start": [
    "train a regression model on this dataset",
    "fit a classifier for Survived",
    "build a random forest model with this data",
    "please learn a model that predicts Fare",
    "run an xgboost classification on the titanic data",
    "can you train a model to predict who survived?",
  ],
  "training.recommend": ["which algorithm should I use for this dataset?", "recommend a model for these data", "what model would you suggest?"],
  "training.get": ["compare the trained models", "show the leaderboard", "what are the results of the training?"],
  "training.cancel": ["cancel the training", "stop the running training please"],
  "models.register": ["register the best model", "put the winner into the registry"],
  "models.promote": ["promote the model to production", "move version 2 to the production stage", "release the model to production"],
  "models.rollback": ["roll back the model", "revert production to the previous version", "rollback to the earlier model version"],
  "deployments.create": [
    "deploy this model to staging",
    "put the model on staging",
    "serve the best model in staging",
    "ship the model to production",
    "launch an endpoint for this model",
  ],
  "deployments.predict": ["try one prediction with age 30 and sex female", "score a single record with the deployment"],
  "monitoring.drift": [
    "monitor the model performance for drift",
    "is the model drifting?",
    "check the deployment for drift",
    "how is the production model doing?",
    "keep an eye on drift: watch the performance of the model",
    "has the model degraded? check its health",
  ],
  "monitoring.simulate": ["simulate drift on Age", "inject a shift of 3 sd into Fare"],
  "monitoring.retrain": ["retrain the model", "train the model again", "refresh the deployed model with new data by retraining"],
  "audit.undo": ["undo the last act", "undo that"],
  "approvals.list": ["which approvals are waiting?", "show pending requests"],
  "approvals.approve": ["approve the request", "approve it"],
  "datasets.list": ["show my datasets", "which tables are there?"],
  "models.list": ["list all models", "which models do I have?"],
  "deployments.list": ["what is deployed?", "show the deployments"],
  "runs.list": ["show the latest runs"],
};

const { kernel } = await app();
const weights = weightsOf("en");
const pointers = kernel.registry.phrases("en").filter((p) => p.operation in planners);

for (const [operation, sentences] of Object.entries(said))
  for (const sentence of sentences)
    test(`“${sentence}” means ${operation}`, () => {
      const reading = read(sentence, pointers, weights);
      assert.deepEqual(reading.kind === "clear" ? reading.parts.map((p) => p.operation) : reading.candidates.map((c) => `? ${c.operation}`), [operation]);
    });

test("several orders in one sentence are planned one after another", () => {
  const reading = read("train a classifier for Survived, register the best model and deploy it to staging", pointers, weights);
  assert.deepEqual(reading.kind === "clear" && reading.parts.map((p) => p.operation), ["training.start", "models.register", "deployments.create"]);
});

test("a sentence outside everything is unclear", () => {
  assert.equal(read("what a lovely morning", pointers, weights).kind, "unclear");
});
