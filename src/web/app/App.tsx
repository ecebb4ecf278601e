import { QueryClientProvider, useQueryClient } from "@tanstack/react-query";
import { ConfigProvider } from "antd";
import { useEffect, useMemo, useState } from "react";
import { BrowserRouter, useLocation, useNavigate, useRoutes } from "react-router";
import { whenSignedOut } from "../lib/client.ts";
import { makeQueryClient } from "../lib/query.ts";
import { CollectionContext } from "../ui/collection.tsx";
import { antdTheme } from "../ui/theme/antd.ts";
import { useThemeName } from "../ui/theme/mode.ts";
import { CrashBoundary } from "./CrashBoundary.tsx";
import { manifests } from "./features.ts";
import { fetchPage, routeTree } from "./routes.tsx";

const routes = routeTree(manifests);
fetchPage(routes, window.location.pathname);

/** Providers around the pages: cache, theme, the collection of features. */
export function App() {
  const [client] = useState(makeQueryClient);
  const theme = useThemeName();
  const config = useMemo(() => antdTheme(theme), [theme]);
  return (
    <QueryClientProvider client={client}>
      <ConfigProvider theme={config} button={{ autoInsertSpace: false }} wave={{ disabled: true }}>
        <CollectionContext value={manifests}>
          <BrowserRouter>
            <Pages />
          </BrowserRouter>
        </CollectionContext>
      </ConfigProvider>
    </QueryClientProvider>
  );
}

function Pages() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  useEffect(() => {
    whenSignedOut(() => {
      if (!pathname.startsWith("/w/")) return;
      client.clear();
      void navigate(`/login?to=${encodeURIComponent(pathname + search)}`, { replace: true });
    });
  }, [client, navigate, pathname, search]);
  return <CrashBoundary resetKey={pathname}>{useRoutes(routes)}</CrashBoundary>;
}
