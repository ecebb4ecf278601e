import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { Plan } from "../../../../capabilities/assistant/contract.ts";
import { show } from "../../../testing/render.tsx";
import { PlanCard } from "./PlanCard.tsx";

const step: Plan["steps"][number] = {
  operation: "deployments.create",
  title: "Deploy survival v1 to staging",
  input: {},
  effect: "write",
  undoable: true,
  warning: null,
  state: "waiting",
  detail: "",
  done: null,
  total: null,
  auditId: null,
  jobId: null,
  approvalId: null,
  output: null,
  link: null,
};
const none = { busy: false, onApprove: vi.fn(), onDismiss: vi.fn(), onUndo: vi.fn() };

test("a plan that only changes is approved by one press", async () => {
  const onApprove = vi.fn();
  show(<PlanCard {...none} plan={{ state: "proposed", steps: [step] }} onApprove={onApprove} />);
  expect(screen.getByText("Can be undone with one click.")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Approve and run" }));
  expect(onApprove).toHaveBeenCalledWith(false);
});

test("a destructive plan asks a second time and says what it removes", async () => {
  const onApprove = vi.fn();
  const removal = { ...step, effect: "destructive" as const, title: "Remove survival-staging", warning: "Its address stops answering." };
  show(<PlanCard {...none} plan={{ state: "proposed", steps: [removal] }} onApprove={onApprove} />);
  await userEvent.click(screen.getByRole("button", { name: "Approve and run" }));
  expect(onApprove).not.toHaveBeenCalled();
  const dialog = await screen.findByRole("dialog");
  await userEvent.click(within(dialog).getByRole("button", { name: "Remove survival-staging" }));
  expect(onApprove).toHaveBeenCalledWith(true);
});

test("a step that is done offers its undo, a dismissed plan offers nothing", async () => {
  const onUndo = vi.fn();
  const { unmount } = show(
    <PlanCard {...none} plan={{ state: "done", steps: [{ ...step, state: "done", auditId: "x", detail: "Serves now." }] }} onUndo={onUndo} />,
  );
  await userEvent.click(screen.getByRole("button", { name: "Undo" }));
  expect(onUndo).toHaveBeenCalledWith(0);
  unmount();
  show(<PlanCard {...none} plan={{ state: "dismissed", steps: [step] }} />);
  expect(screen.queryByRole("button")).toBeNull();
});
