import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { Approval } from "../../../../capabilities/governance/contract.ts";
import { calls, serve } from "../../../testing/network.ts";
import { session, show } from "../../../testing/render.tsx";
import { Decision } from "./Decision.tsx";

const request: Approval = {
  id: "01a1fc60-a044-7359-a99f-de454b3f2098",
  operation: "models.promote",
  summary: "survival: Move version 2 to production.",
  input: {},
  rule: "One other person must agree.",
  reason: "",
  status: "pending",
  projectId: null,
  resourceType: "model",
  resourceId: "m",
  resourceLabel: "survival",
  maker: { kind: "user", id: "bob", name: "Bob" },
  checker: null,
  comment: null,
  decidedAt: null,
  jobId: null,
  result: null,
  error: null,
  createdAt: "2026-11-21T04:32:33.000Z",
  updatedAt: "2026-11-21T04:32:33.000Z",
};
const path = `/api/v1/approvals/${request.id}`;

test("the maker reads that someone else must decide and can only take the request back", async () => {
  serve({ [`POST ${path}/cancel`]: { ...request, status: "cancelled" } });
  show(<Decision request={{ ...request, maker: { kind: "user", id: session.profile?.id ?? "", name: "Mira Novak" } }} />);
  expect(screen.getByText("You asked for this, so someone else must decide.")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Approve" })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Take the request back" }));
  expect(calls.map((call) => call.path)).toContain(`${path}/cancel`);
});

test("another person cannot reject without a reason, and approves with one press", async () => {
  serve({ [`POST ${path}/approve`]: { ...request, status: "approved" } });
  show(<Decision request={request} />);
  await userEvent.click(screen.getByRole("button", { name: "Reject" }));
  expect(screen.getByText("Say why not.")).toBeTruthy();
  expect(calls).toEqual([]);
  await userEvent.click(screen.getByRole("button", { name: "Approve" }));
  expect(calls.map((call) => call.path)).toContain(`${path}/approve`);
});
