// Runs before first paint; kept a file of its own so that no inline script is needed.
(() => {
  let choice = "dark";
  try {
    choice = localStorage.getItem("lumina.theme") ?? "dark";
  } catch {}
  const light = choice === "light" || (choice === "system" && matchMedia("(prefers-color-scheme: light)").matches);
  document.documentElement.dataset.theme = light ? "light" : "dark";
})();
