import type { AnySpec } from "./contract/operation.ts";
import type { Capability, Implementation, JobImplementation, Loop, RegistryView } from "./ctx.ts";
import type { Finder } from "./ports.ts";

/** Everything the capabilities declare, checked once: names are unique and every noun has one owner. */
export interface Registry extends RegistryView {
  readonly implementations: ReadonlyMap<string, Implementation>;
  readonly finders: ReadonlyMap<string, Finder>;
  readonly jobs: ReadonlyMap<string, JobImplementation>;
  readonly loops: readonly Loop[];
  readonly capabilities: readonly Capability[];
}

/** @throws Error when two capabilities declare the same name, noun, resource, job or route. */
export function createRegistry(capabilities: readonly Capability[]): Registry {
  const implementations = new Map<string, Implementation>();
  const finders = new Map<string, Finder>();
  const jobs = new Map<string, JobImplementation>();
  const routes = new Set<string>();
  const once = (seen: { has(key: string): boolean }, key: string, what: string): void => {
    if (seen.has(key)) throw new Error(`${what} ${key} is declared twice`);
  };
  for (const capability of capabilities) {
    for (const implementation of capability.operations) {
      const { spec } = implementation;
      const noun = spec.name.split(".")[0] ?? "";
      if (!capability.nouns.includes(noun)) throw new Error(`${spec.name}: ${capability.name} does not own the noun ${noun}`);
      const route = `${spec.http.method} ${spec.http.path.replace(/\{\w+\}/g, "{}")}`;
      once(implementations, spec.name, "operation");
      once(routes, route, "route");
      routes.add(route);
      implementations.set(spec.name, implementation);
    }
    for (const [type, finder] of Object.entries(capability.resources ?? {})) {
      once(finders, type, "resource");
      finders.set(type, finder);
    }
    for (const job of capability.jobs ?? []) {
      once(jobs, job.definition.name, "job");
      jobs.set(job.definition.name, job);
    }
  }
  const specs: AnySpec[] = [...implementations.values()].map((i) => i.spec);
  return {
    specs,
    get: (name) => implementations.get(name)?.spec,
    phrases: (language) => capabilities.flatMap((c) => c.phrases?.[language] ?? []),
    implementations,
    finders,
    jobs,
    loops: capabilities.flatMap((c) => c.loops ?? []),
    capabilities,
  };
}
