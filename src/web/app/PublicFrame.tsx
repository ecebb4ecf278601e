import { Suspense } from "react";
import { Outlet } from "react-router";
import { Logo } from "./Logo.tsx";
import "./public.css";

/** Frame of pages without a session: the name, the page, nothing else. */
export function PublicFrame() {
  return (
    <div className="public">
      <header className="public-head">
        <Logo />
        <span className="brand-name">LuminaOps</span>
      </header>
      <main className="public-main">
        <Suspense fallback={null}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  );
}
