import list from "./operations.json" with { type: "json" };

/** Names of the operations that the SDK was recorded to send; what is not among them is refused by its name. */
export const recorded: ReadonlySet<string> = new Set(Object.keys(list.operations));
