import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { listJobs, type Job } from "../../capabilities/jobs/contract.ts";
import { useList } from "../lib/list.ts";
import { calls, refusal, serve } from "../testing/network.ts";
import { show } from "../testing/render.tsx";
import { DataTable } from "./DataTable.tsx";
import { staticList, toCsv, type Column } from "./table/column.ts";
import { useSelection } from "./table/useSelection.ts";

interface Row {
  id: string;
  name: string;
  auc: number;
}
const rowsOf = (n: number): Row[] => Array.from({ length: n }, (_, i) => ({ id: String(i), name: `run ${i}`, auc: i / 1000 }));
const columns: Column<Row>[] = [
  { key: "name", title: "Run", name: true, sort: "name", cell: (r) => r.name, text: (r) => r.name },
  { key: "auc", title: "AUC", align: "end", sort: "auc", cell: (r) => r.auc, text: (r) => r.auc },
  { key: "id", title: "Id", cell: (r) => r.id, optional: true },
];

test("10,000 rows never put more than 80 into the document", () => {
  // jsdom has no layout: give the scroller the height of a screen.
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(900);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(1200);
  show(<DataTable label="Runs" columns={columns} rowKey={(r) => r.id} list={staticList(rowsOf(10_000))} empty="" />);
  const table = screen.getByRole("table");
  expect(table.querySelectorAll("tbody tr:not(.spacer)").length).toBeLessThanOrEqual(80);
  expect(table.querySelectorAll("tbody tr:not(.spacer)").length).toBeGreaterThan(10);
  expect(table.getAttribute("aria-rowcount")).toBe("10001");
  vi.restoreAllMocks();
});

test("a header sorts on the server: numbers downwards first, then back", async () => {
  const setSort = vi.fn();
  const list = (order: "asc" | "desc", key: string) => staticList(rowsOf(3), { sort: { key, order }, setSort });
  show(<DataTable label="Runs" columns={columns} rowKey={(r) => r.id} list={list("asc", "name")} empty="" />);
  expect(screen.getByRole("columnheader", { name: "Run" }).getAttribute("aria-sort")).toBe("ascending");
  await userEvent.click(screen.getByRole("button", { name: "AUC" }));
  await userEvent.click(screen.getByRole("button", { name: "Run" }));
  expect(setSort.mock.calls.map(([sort]) => sort as unknown)).toEqual([
    { key: "auc", order: "desc" },
    { key: "name", order: "desc" },
  ]);
});

function Selectable() {
  const selection = useSelection<Row>();
  return (
    <DataTable
      label="Runs"
      columns={columns}
      rowKey={(r) => r.id}
      list={staticList(rowsOf(6))}
      empty=""
      selection={selection}
      bulk={(rows) => <span>{rows.map((r) => r.name).join(" ")}</span>}
    />
  );
}

test("Shift selects a range and the bulk bar names what is selected", async () => {
  show(<Selectable />);
  const user = userEvent.setup();
  const boxes = screen.getAllByRole("checkbox", { name: "Select the row" });
  await user.click(boxes[1] as HTMLElement);
  await user.keyboard("{Shift>}");
  await user.click(boxes[3] as HTMLElement);
  await user.keyboard("{/Shift}");
  const bar = screen.getByRole("toolbar");
  within(bar).getByText("3 selected");
  within(bar).getByText("run 1 run 2 run 3");
  await user.click(screen.getByRole("checkbox", { name: "Select all rows shown" }));
  within(screen.getByRole("toolbar")).getByText("6 selected");
});

test("j and k move between rows, x selects", async () => {
  const linked: Column<Row>[] = [{ key: "name", title: "Run", name: true, cell: (r) => <a href={`#${r.id}`}>{r.name}</a> }];
  function Linked() {
    const selection = useSelection<Row>();
    return (
      <DataTable
        label="Runs"
        columns={linked}
        rowKey={(r) => r.id}
        list={staticList(rowsOf(4))}
        empty=""
        selection={selection}
        bulk={(rows) => <span>{rows.map((r) => r.name).join(" ")}</span>}
      />
    );
  }
  show(<Linked />);
  screen.getByRole("region", { name: "Runs" }).focus();
  await userEvent.keyboard("jjj");
  expect(document.activeElement?.textContent).toBe("run 2");
  await userEvent.keyboard("kx");
  within(screen.getByRole("toolbar")).getByText("run 1");
});

test("an optional column is chosen and kept in the address", async () => {
  show(<DataTable label="Runs" columns={columns} rowKey={(r) => r.id} list={staticList(rowsOf(2))} empty="" />);
  expect(screen.queryByRole("columnheader", { name: "Id" })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Columns" }));
  await userEvent.click(screen.getByRole("checkbox", { name: "Id" }));
  screen.getByRole("columnheader", { name: "Id" });
  expect(screen.getByTestId("address").textContent).toContain("cols=auc%7Eid");
});

test("CSV quotes and never starts a cell with a formula", () => {
  const csv = toCsv(columns, [{ id: "1", name: '=cmd "x", y', auc: -0.5 }]);
  expect(csv).toBe('Run,AUC\r\n"\'=cmd ""x"", y",-0.5\r\n');
});

const job = (n: number): Job => ({
  id: `01a1fc00-0000-7000-8000-${String(n).padStart(12, "0")}`,
  name: "datasets.profile",
  label: `Profile table ${n}`,
  state: "finished",
  done: 1,
  total: 1,
  message: "",
  waiting: null,
  cancelling: false,
  attempt: 1,
  attempts: 3,
  priority: 0,
  projectId: null,
  requestedBy: { kind: "user", id: "u", name: "Mira" },
  createdAt: "2026-11-21T03:00:00.000Z",
  startedAt: "2026-11-21T03:00:00.000Z",
  endedAt: "2026-11-21T03:00:01.000Z",
  error: null,
  result: null,
});

function Jobs() {
  const list = useList(listJobs, {}, { key: "createdAt", order: "desc" });
  const own: Column<Job>[] = [{ key: "label", title: "Job", name: true, sort: "label", cell: (j) => j.label }];
  return <DataTable label="Jobs" columns={own} rowKey={(j) => j.id} list={list} filterLabel="Filter jobs" empty="Nothing has run yet." />;
}

test("pages follow each other by cursor", async () => {
  serve({ "GET /api/v1/jobs": (call) => (call.query.get("cursor") === "c2" ? { items: [job(2)], nextCursor: null } : { items: [job(1)], nextCursor: "c2" }) });
  show(<Jobs />);
  await screen.findByText("Profile table 1");
  await userEvent.click(screen.getByRole("button", { name: "Show more" }));
  await screen.findByText("Profile table 2");
  expect(screen.queryByRole("button", { name: "Show more" })).toBeNull();
});

test("filter and sort travel to the server and into the address, and a filtered empty list offers the way back", async () => {
  serve({ "GET /api/v1/jobs": (call) => ({ items: call.query.has("q") ? [] : [job(1)], nextCursor: null }) });
  show(<Jobs />);
  await screen.findByText("Profile table 1");
  await userEvent.type(screen.getByRole("searchbox", { name: "Filter jobs" }), "nope");
  await screen.findByText("nope");
  expect(calls.at(-1)?.query.get("q")).toBe("nope");
  expect(screen.getByTestId("address").textContent).toContain("q=nope");
  await userEvent.click(screen.getAllByRole("button", { name: "Clear filter" })[0] as HTMLElement);
  await screen.findByText("Profile table 1");
});

test("an empty list says what lives there, a failing one says why and tries again", async () => {
  serve({ "GET /api/v1/jobs": { items: [], nextCursor: null } });
  show(<Jobs />);
  await screen.findByText("Nothing has run yet.");
});

test("a failing list shows the request's id and tries again", async () => {
  let fail = true;
  serve({ "GET /api/v1/jobs": () => (fail ? refusal("internal", 500, "Something failed on our side.") : { items: [job(1)], nextCursor: null }) });
  show(<Jobs />);
  await screen.findByRole("alert");
  screen.getByText("01a1fc2d-req");
  fail = false;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await screen.findByText("Profile table 1");
});
