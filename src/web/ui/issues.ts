import type { Translate } from "../lib/i18n.ts";

/** What a schema found, as far as a person needs it. */
interface Issue {
  code: string;
  message: string;
  origin?: string;
  minimum?: number | bigint;
  maximum?: number | bigint;
  inclusive?: boolean;
  format?: string;
  input?: unknown;
}

/** A schema's finding as a sentence that says the accepted range. */
export function issueText(issue: Issue, t: Translate): string {
  const least = Number(issue.minimum);
  const most = Number(issue.maximum);
  if (issue.code === "too_small" && issue.origin === "string") return least <= 1 ? t("Needs a value.") : t("At least {n} characters.", { n: least });
  if (issue.code === "too_big" && issue.origin === "string") return t("At most {n} characters.", { n: most });
  if (issue.code === "too_small" && issue.origin === "array") return t("Choose at least {n}.", { n: least });
  if (issue.code === "too_big" && issue.origin === "array") return t("Choose at most {n}.", { n: most });
  if (issue.code === "too_small") return issue.inclusive === false ? t("Must be more than {n}.", { n: least }) : t("Must be {n} or more.", { n: least });
  if (issue.code === "too_big") return issue.inclusive === false ? t("Must be less than {n}.", { n: most }) : t("Must be {n} or less.", { n: most });
  if (issue.code === "invalid_format" && issue.format === "email") return t("An e-mail address looks like name@company.com.");
  if (issue.code === "invalid_type") return t("Needs a value.");
  const first = issue.message.charAt(0).toLocaleUpperCase() + issue.message.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
