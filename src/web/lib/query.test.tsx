import { useQuery } from "@tanstack/react-query";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { createProject, listProjects } from "../../capabilities/projects/contract.ts";
import { calls, serve } from "../testing/network.ts";
import { show } from "../testing/render.tsx";
import { queryFor, useAct } from "./query.ts";

const project = { id: "01a1fc00-0000-7000-8000-0000000000b1", name: "Churn", description: "", status: "active" };

test("what a write answered is handed on before the reads are repeated, and the write is busy until they are", async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  serve({
    "GET /api/v1/projects": async () => {
      if (calls.length > 1) await held;
      return Response.json({ items: [], nextCursor: null });
    },
    "POST /api/v1/projects": project,
  });
  const handed: string[] = [];
  function Maker() {
    const list = useQuery(queryFor(listProjects, {}));
    const create = useAct(createProject, { onDone: (made) => handed.push(made.name) });
    return (
      <button type="button" disabled={!list.isSuccess || create.isPending} onClick={() => create.mutate({ name: "Churn" })}>
        {create.isPending ? "busy" : "idle"}
      </button>
    );
  }
  show(<Maker />);
  await waitFor(() => expect(screen.getByRole("button")).toHaveProperty("disabled", false));
  await userEvent.click(screen.getByRole("button"));
  await waitFor(() => expect(handed).toEqual(["Churn"]));
  await waitFor(() => expect(calls.filter((call) => call.method === "GET")).toHaveLength(2));
  expect(screen.getByRole("button").textContent).toBe("busy");
  release();
  await waitFor(() => expect(screen.getByRole("button").textContent).toBe("idle"));
});
