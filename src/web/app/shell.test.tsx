import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Database, House } from "lucide-react";
import { expect, test, vi } from "vitest";
import { MemoryRouter, useRoutes } from "react-router";
import { makeQueryClient } from "../lib/query.ts";
import { noteReach } from "../lib/reach.ts";
import { calls, refusal, serve } from "../testing/network.ts";
import { session, workspaceId } from "../testing/render.tsx";
import { CollectionContext } from "../ui/collection.tsx";
import type { Manifest } from "../ui/manifest.ts";
import { Page } from "../ui/Page.tsx";
import { routeTree } from "./routes.tsx";

const HomePage = () => <Page title="Home">{"welcome"}</Page>;
const TablesPage = () => <Page title="Datasets">{"tables"}</Page>;
const BrokenPage = (): never => {
  throw new Error("it broke");
};

const manifests: Manifest[] = [
  {
    name: "home",
    routes: [{ path: "", scope: "workspace", load: () => Promise.resolve({ default: HomePage }) }],
    navigation: [
      { key: "home", group: "start", label: "Home", icon: House, path: "", workspaceWide: true, goKey: "h", order: 1, bottom: { label: "Home", order: 10 } },
    ],
  },
  {
    name: "datasets",
    routes: [
      { path: "datasets", scope: "project", load: () => Promise.resolve({ default: TablesPage }) },
      { path: "broken", scope: "workspace", load: () => Promise.resolve({ default: BrokenPage }) },
    ],
    navigation: [
      { key: "datasets", group: "data", label: "Datasets", icon: Database, path: "datasets", goKey: "d", order: 10 },
      { key: "secret", group: "govern", label: "Secret", icon: Database, path: "secret", order: 11, visible: () => false },
    ],
  },
];

const routes = routeTree(manifests);
const Tree = () => useRoutes(routes);

function open(at: string) {
  return render(
    <QueryClientProvider client={makeQueryClient()}>
      <CollectionContext value={manifests}>
        <MemoryRouter initialEntries={[at]}>
          <Tree />
        </MemoryRouter>
      </CollectionContext>
    </QueryClientProvider>,
  );
}

const signedIn = {
  "GET /api/v1/profile": session.profile ?? {},
  "GET /api/v1/workspaces": { items: [session.workspace], nextCursor: null },
  "GET /api/v1/jobs": { items: [], nextCursor: null },
  "GET /api/v1/projects": { items: [], nextCursor: null },
};

test("the navigation lists sections that exist and may be seen, grouped by the work", async () => {
  serve(signedIn);
  open(`/w/${workspaceId}`);
  await screen.findByText("welcome");
  const links = screen.getByRole("navigation", { name: "Main" }).querySelectorAll("a");
  expect([...links].map((link) => link.textContent)).toEqual(["Home", "Datasets"]);
  screen.getByText("Data");
  expect(screen.queryByText("Govern")).toBeNull();
  expect(calls.find((call) => call.path === "/api/v1/jobs")?.headers.get("lumina-workspace")).toBe(workspaceId);
});

test("g then d goes to the datasets, but not while typing", async () => {
  serve(signedIn);
  open(`/w/${workspaceId}`);
  await screen.findByText("welcome");
  await userEvent.keyboard("gd");
  await screen.findByText("tables");
});

test("Ctrl+K finds a page by its name", async () => {
  serve(signedIn);
  open(`/w/${workspaceId}`);
  await screen.findByText("welcome");
  await userEvent.keyboard("{Control>}k{/Control}");
  await userEvent.type(await screen.findByRole("combobox", { name: "Search or run a command" }), "datas{Enter}");
  await screen.findByText("tables");
});

test("an unreachable server is said over the page, and Retry takes it away", async () => {
  let away = false;
  serve({ ...signedIn, "GET /api/v1/jobs": () => (away ? Promise.reject(new TypeError("Failed to fetch")) : { items: [], nextCursor: null }) });
  open(`/w/${workspaceId}`);
  await screen.findByText("welcome");
  noteReach(false);
  away = true;
  await screen.findByText(/^Offline since \d\d:\d\d\.$/, undefined, { timeout: 4000 });
  screen.getByText("welcome");
  away = false;
  await userEvent.click(screen.getByRole("button", { name: "Retry" }));
  await vi.waitFor(() => expect(screen.queryByText(/^Offline since \d\d:\d\d\.$/)).toBeNull());
});

test("an absent page and a foreign workspace read the same", async () => {
  serve(signedIn);
  open(`/w/${workspaceId}/nothing`);
  await screen.findByText("There is nothing at this address, or you may not see it.");
  open("/w/01a1fc00-0000-7000-8000-0000000000bb");
  await vi.waitFor(() => expect(screen.getAllByText("There is nothing at this address, or you may not see it.")).toHaveLength(2));
});

test("a page that breaks leaves the shell standing", async () => {
  const quiet = console.error;
  console.error = () => {};
  serve(signedIn);
  open(`/w/${workspaceId}/broken`);
  await screen.findByText("This page could not be shown.");
  screen.getByRole("navigation", { name: "Main" });
  console.error = quiet;
});

test("nobody signed in is sent to the sign-in page and back", async () => {
  serve({ "GET /api/v1/profile": () => refusal("unauthenticated", 401, "Nobody is signed in.") });
  const { container } = open(`/w/${workspaceId}/datasets?q=x`);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(container.textContent).toContain("There is nothing at this address");
});
