import { implement } from "../../../kernel/implement.ts";
import { listSamples } from "../contract.ts";
import { samples } from "../domain/samples.ts";

export default implement(listSamples, async () => ({ items: [...samples] }));
