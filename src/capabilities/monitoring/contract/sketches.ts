// What serving publishes about its sketches, as this capability's rules read it.
export { layoutOf, type Layout, type Sketch, type Slice } from "../../serving/contract/layout.ts";
export type { FeatureReference, Reference } from "../../serving/contract/reference.ts";
export { latencyBoundsMs, latencyBuckets } from "../../serving/contract/latency.ts";
export type { Signature, SignatureInput } from "../../serving/contract/shapes.ts";
