import { linksOfMany } from "../../../capabilities/tracking/contract/inputs.ts";
import type { RunLinks } from "../../../capabilities/tracking/contract/links.ts";
import type { Asked } from "./dialect.ts";
import { modelId } from "./ids.ts";
import { unset } from "./proto.ts";
import { pairs } from "./shapes.ts";

/** What each of these runs read and made, as their clients read it; a run without is absent. */
export async function linksOf(a: Asked, runIds: readonly string[]): Promise<Map<string, { inputs: object; outputs: object }>> {
  const out = new Map<string, { inputs: object; outputs: object }>();
  for (let from = 0; from < runIds.length; from += 1000) {
    const { links } = await a.call(linksOfMany, { runIds: runIds.slice(from, from + 1000) });
    for (const link of links) out.set(link.runId, linksShape(link));
  }
  return out;
}

function linksShape({ inputs, outputs }: RunLinks): { inputs: object; outputs: object } {
  return {
    inputs: unset({
      dataset_inputs: inputs.datasets.map(({ tags, sourceType, ...d }) =>
        unset({
          tags: pairs(tags),
          dataset: unset({ name: d.name, digest: d.digest, source_type: sourceType, source: d.source, schema: d.schema, profile: d.profile }),
        }),
      ),
      model_inputs: inputs.models.map((m) => ({ model_id: modelId(m.modelId) })),
    }),
    outputs: unset({ model_outputs: outputs.models.map((m) => ({ model_id: modelId(m.modelId), step: m.step })) }),
  };
}
