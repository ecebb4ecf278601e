import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearchParams } from "react-router";

/** Goes on after a session began: to where the person wanted to go, only inside this page. */
export function useEnter(): (fallback?: string) => Promise<void> {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [params] = useSearchParams();
  const wanted = params.get("to") ?? "";
  return async (fallback = "/") => {
    client.clear();
    await navigate(/^\/(?![/\\])/.test(wanted) ? wanted : fallback, { replace: true });
  };
}
