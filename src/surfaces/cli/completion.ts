import type { Command } from "./document.ts";

/** A bash completion script: nouns first, then the verbs of the noun. */
export function completionScript(commands: readonly Command[]): string {
  const nouns = [...new Set(commands.map((c) => c.noun))];
  const cases = nouns.map(
    (noun) =>
      `    ${noun}) words="${commands
        .filter((c) => c.noun === noun)
        .map((c) => c.verb)
        .join(" ")}" ;;`,
  );
  return [
    "_lumina() {",
    '  local words="login logout completion ' + nouns.join(" ") + '"',
    '  if [ "$COMP_CWORD" -gt 1 ]; then case "${COMP_WORDS[1]}" in',
    ...cases,
    "    *) words= ;;",
    "  esac; fi",
    '  [ "$COMP_CWORD" -le 2 ] && COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))',
    "}",
    "complete -o default -F _lumina lumina ./lumina",
  ].join("\n");
}
