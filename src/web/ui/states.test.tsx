import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useMutation } from "@tanstack/react-query";
import { Input } from "antd";
import { expect, test } from "vitest";
import { createProject } from "../../capabilities/projects/contract.ts";
import { refusal, serve } from "../testing/network.ts";
import { problemFrom, type ProblemError } from "../lib/problem.ts";
import { show } from "../testing/render.tsx";
import { confirm } from "./Confirm.tsx";
import { Field } from "./Field.tsx";
import { Progress } from "./Progress.tsx";
import { Empty, ErrorState } from "./states.tsx";
import { StatusIcon } from "./StatusIcon.tsx";
import { toast } from "./toasts.ts";
import { useDo } from "./useDo.ts";
import { useForm } from "./useForm.ts";

test("a missing right names the action and who can grant it", async () => {
  const error = await problemFrom(
    refusal("forbidden", 403, "You can see churn-risk but not promote it.", {
      missing: "model:promote",
      grantors: "an Admin of the workspace can give the role Admin",
    }),
  );
  show(<ErrorState error={error} what="The model could not be promoted." />);
  screen.getByText("You can see churn-risk but not promote it.");
  screen.getByText("model:promote");
  screen.getByText(/An Admin of the workspace can give the role Admin\.$/);
});

test("an error says what failed, why, what still works and what to do", async () => {
  const error = await problemFrom(refusal("unavailable", 503, "The metric store has not answered since 09:12."));
  show(<ErrorState error={error} what="The chart could not load." stillWorks="The table below is current." />);
  expect(screen.getByRole("alert").textContent).toContain(
    "The chart could not load. The metric store has not answered since 09:12. The table below is current. Do this instead.",
  );
});

test("an empty place has one action and a snippet that can be copied", () => {
  show(<Empty say="No runs yet." action={<button type="button">Log a run</button>} snippet={"# once\n./lumina login"} />);
  screen.getByRole("button", { name: "Log a run" });
  screen.getByRole("button", { name: "Copy the code" });
});

test("a state is an icon and a word", () => {
  show(<StatusIcon status="failed" />);
  screen.getByText("Failed");
});

test("progress says done of total, elapsed and time left", () => {
  show(<Progress title="Profiling" label="Profiling" done={312_040} total={486_210} unit="rows" startedAt={Date.now() - 7000} onCancel={() => {}} />);
  screen.getByText("312,040 of 486,210 rows");
  screen.getByText(/7 s so far, a few seconds left\. Keeps running if you leave\./);
  expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("64");
  screen.getByRole("button", { name: "Cancel" });
});

test("a destructive act waits for the typed name and focus starts on Cancel", async () => {
  show(null);
  const answer = confirm({ title: "Delete 14 runs", effect: "Their artifacts go too.", act: "Delete 14 runs", danger: true, typeName: "churn-models" });
  const button = await screen.findByRole("button", { name: "Delete 14 runs" });
  expect(button).toHaveProperty("disabled", true);
  await new Promise((resolve) => setTimeout(resolve, 120));
  expect(document.activeElement?.textContent).toBe("Cancel");
  await userEvent.type(screen.getByRole("textbox"), "churn-models");
  await userEvent.click(button);
  expect(await answer).toEqual({ reason: "" });
});

test("at most three toasts, and Undo undoes", async () => {
  show(null);
  let undone = 0;
  for (const n of [1, 2, 3]) toast({ tone: "done", text: `message ${n}` });
  toast({ tone: "done", text: "14 runs archived", undo: () => void (undone += 1) });
  await screen.findByText("14 runs archived");
  expect(screen.queryByText("message 1")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Undo" }));
  expect(undone).toBe(1);
});

function Create() {
  const create = useDo(createProject);
  return (
    <button type="button" onClick={() => create.mutate({ name: "churn" })}>
      Create
    </button>
  );
}

test("an act that needs an approval says so", async () => {
  serve({ "POST /api/v1/projects": () => Response.json({ approvalRequired: { id: "a1" } }, { status: 202 }) });
  show(<Create />);
  await userEvent.click(screen.getByRole("button", { name: "Create" }));
  await screen.findByText("Approval asked. Someone else must decide.");
});

test("a refused act stays on the screen with its remedy", async () => {
  serve({ "POST /api/v1/projects": () => refusal("conflict", 409, "A project named churn exists.") });
  show(<Create />);
  await userEvent.click(screen.getByRole("button", { name: "Create" }));
  await screen.findByText("A project named churn exists.");
  screen.getByText("Do this instead.");
});

function Form({ refuse }: { refuse?: ProblemError }) {
  const create = useMutation({ mutationFn: () => Promise.reject(refuse ?? new Error("refused")), onError: (error) => form.refuse(error) });
  const form = useForm(createProject.input, { name: "" }, () => create.mutate());
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Field label="Name" help="What colleagues look for." error={form.errorOf("name")}>
        {(field) => <Input {...field} value={form.values.name} onChange={(event) => form.set("name", event.target.value)} onBlur={() => form.blur("name")} />}
      </Field>
      <button type="submit">Save</button>
    </form>
  );
}

test("the error replaces the help and takes the focus", async () => {
  show(<Form />);
  screen.getByText("What colleagues look for.");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  const field = screen.getByLabelText("Name");
  expect(field.getAttribute("aria-invalid")).toBe("true");
  expect(screen.queryByText("What colleagues look for.")).toBeNull();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(document.activeElement).toBe(field);
});

test("a field the server refuses shows it until it is changed", async () => {
  const refuse = await problemFrom(refusal("invalid_input", 422, "name: taken.", { fields: [{ path: "name", message: "taken" }] }));
  show(<Form refuse={refuse} />);
  await userEvent.type(screen.getByLabelText("Name"), "churn");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await screen.findByText("Taken.");
  await userEvent.type(screen.getByLabelText("Name"), "2");
  expect(screen.queryByText("Taken.")).toBeNull();
});
