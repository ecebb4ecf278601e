import "virtual:tokens.css";
import "../ui/theme/fonts.css";
import "../ui/base.css";
import "../ui/blocks.css";
import "../ui/table/table.css";
import "../ui/page.css";
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";

const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);
