import type { RunLinks } from "../../../capabilities/tracking/contract/links.ts";
import { modelId } from "./ids.ts";
import { unset } from "./proto.ts";
import { pairs } from "./shapes.ts";

/** What a run read and made, as their clients read it; null is nothing. */
export function linksShape(links: RunLinks | null): { inputs: object; outputs: object } {
  if (links === null) return { inputs: {}, outputs: {} };
  const { inputs, outputs } = links;
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
