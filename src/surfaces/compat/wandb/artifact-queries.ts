import { findArtifactVersion, listArtifactVersions } from "../../../capabilities/tracking/contract/artifact-versions.ts";
import type { Experiment } from "../../../capabilities/tracking/contract/experiments.ts";
import { artifactShape, membershipShape, projectShape, version } from "./artifact-shapes.ts";
import type { Asked } from "./asked.ts";
import type { Args, Data, Resolver } from "./graphql.ts";
import { artifactId } from "./ids.ts";
import { required, text } from "./input.ts";
import { orNull } from "./problems.ts";

const below = (args: Args, field: string): Args | null => (args[`.${field}`] as Args | undefined) ?? null;

async function membership(asked: Asked, e: Experiment, name: string, alias: string, wanted: Args): Promise<Data> {
  const found = await orNull(asked.call(findArtifactVersion, { experimentId: e.id, name, alias }));
  return found && (await membershipShape(asked, found, wanted));
}

/** `project { … }`: only what is asked below it is looked up. */
async function project(args: Args, asked: Asked): Promise<Data> {
  const name = required(args, "name");
  const experiment = await asked.experiment(text(args, "entityName"), name);
  if (!experiment) return null;
  const out: Record<string, Data> = await projectShape(asked, name, experiment.id);
  const member = below(args, "artifactCollectionMembership");
  if (member) {
    const [collection = "", alias = "latest"] = required(member, "name").split(":");
    out["artifactCollectionMembership"] = await membership(asked, experiment, collection, alias, member);
  }
  const collection = below(args, "artifactCollection");
  if (collection) {
    const inside = below(collection, "artifactMembership");
    const found = inside ? await membership(asked, experiment, required(collection, "name"), required(inside, "aliasName"), inside) : null;
    out["artifactCollection"] = { __typename: "ArtifactSequence", name: required(collection, "name"), artifactMembership: found };
  }
  const named = below(args, "artifact");
  if (named) {
    const [collectionName = "", alias = "latest"] = required(named, "name").split(":");
    const found = await orNull(asked.call(findArtifactVersion, { experimentId: experiment.id, name: collectionName, alias }));
    out["artifact"] = found && (await artifactShape(asked, found, named));
  }
  return out;
}

export const artifactQueries: Readonly<Record<string, Resolver<Asked>>> = {
  "query.project": project,
  "query.artifact": async (args, asked) => {
    const found = await version(asked, text(args, "id"));
    return found && (await artifactShape(asked, found, args));
  },
  "query.clientIDMapping": async (args, asked) => {
    const { items } = await asked.call(listArtifactVersions, { clientId: required(args, "clientID"), limit: 1 });
    return items[0] ? { serverID: artifactId(items[0].id) } : null;
  },
};
