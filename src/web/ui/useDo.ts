import type * as z from "zod";
import type { ObjectSchema } from "../../kernel/contract/operation.ts";
import type { Operation } from "../lib/client.ts";
import { useT } from "../lib/i18n.ts";
import { useAct, type ActOptions } from "../lib/query.ts";
import { useObjectLink } from "./collection.tsx";
import { toast } from "./toasts.ts";

/**
 * `useAct` with the usual words: a refusal becomes a toast that stays, an approval a toast
 * that links to the request. Forms that show problems beside their fields use `useAct`.
 */
export function useDo<I extends ObjectSchema, O extends ObjectSchema>(spec: Operation<I, O>, options: ActOptions<z.input<I>, z.output<O>> = {}) {
  const t = useT();
  const link = useObjectLink();
  return useAct(spec, {
    onProblem: (error) => toast({ tone: "error", text: error.problem.detail, remark: error.problem.fix }),
    onApproval: (approvalId) => {
      const to = link("approval", approvalId, null);
      toast({ tone: "asked", text: t("Approval asked. Someone else must decide."), ...(to === null ? {} : { to }) });
    },
    ...options,
  });
}
