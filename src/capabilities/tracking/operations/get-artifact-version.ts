import { implement } from "../../../kernel/implement.ts";
import { getArtifactVersion } from "../contract/artifact-versions.ts";
import { foundVersion } from "./found-version.ts";

export default implement(getArtifactVersion, (ctx, { versionId }) => foundVersion(ctx, versionId));
