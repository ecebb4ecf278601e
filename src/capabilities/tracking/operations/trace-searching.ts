import { refuse } from "../../../kernel/contract/errors.ts";

/** Runs a search; a pattern that PostgreSQL cannot read or that takes too long is the filter's fault, not ours. */
export async function searching<T>(search: () => Promise<T>): Promise<T> {
  try {
    return await search();
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "2201B" || code === "22025")
      throw refuse(
        "invalid_input",
        "The filter's pattern cannot be read.",
        "RLIKE takes a POSIX regular expression; a back-slash takes the next sign literally.",
        {
          fields: [{ path: "filter", message: "a pattern that cannot be read" }],
        },
      );
    if (code === "57014")
      throw refuse("invalid_input", "The search took longer than 20 s.", "Narrow it by experiment, time or a simpler pattern.", {
        fields: [{ path: "filter", message: "takes too long" }],
      });
    throw error;
  }
}
