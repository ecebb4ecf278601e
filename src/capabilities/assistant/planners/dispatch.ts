import { planClean, planDownload, planProfile, planSample, planUpload } from "./data.ts";
import { planMonitor, planRetrain, planSimulate } from "./operate.ts";
import { planDeploy, planPredict, planPromote, planRegister, planRollback } from "./ship.ts";
import { listings, planProject, planUndo, refuseApproval } from "./talk.ts";
import { planCancelTraining, planComparison, planRecommendation, planTraining, planTrainingDownload } from "./train.ts";
import type { Planner } from "./turn.ts";

/** The planner of each operation the assistant understands. */
export const planners: Readonly<Record<string, Planner>> = {
  ...listings,
  "projects.create": planProject,
  "datasets.upload": planUpload,
  "datasets.addSample": planSample,
  "datasets.profile": planProfile,
  "datasets.clean": planClean,
  "datasets.download": planDownload,
  "training.recommend": planRecommendation,
  "training.start": planTraining,
  "training.get": planComparison,
  "training.cancel": planCancelTraining,
  "training.download": planTrainingDownload,
  "models.register": planRegister,
  "models.promote": planPromote,
  "models.rollback": planRollback,
  "deployments.create": planDeploy,
  "deployments.predict": planPredict,
  "monitoring.drift": planMonitor,
  "monitoring.simulate": planSimulate,
  "monitoring.retrain": planRetrain,
  "approvals.approve": refuseApproval,
  "audit.undo": planUndo,
};
