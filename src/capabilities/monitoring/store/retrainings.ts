import { sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";

export interface NewRetraining {
  trainingId: string;
  deploymentId: string;
  servingRunId: string;
  servingVersion: number;
  by: string;
}

export async function insertRetraining(tx: Tx, ws: string, r: NewRetraining): Promise<void> {
  await tx.run(sql`
    insert into monitoring.retrainings (workspace_id, training_id, deployment_id, serving_run_id, serving_version, created_by)
    values (${ws}, ${r.trainingId}, ${r.deploymentId}, ${r.servingRunId}, ${r.servingVersion}, ${r.by})`);
}
