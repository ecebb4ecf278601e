/** A count in the navigation, only where it asks for attention: hot = for me, bad = broken, plain = running. */
export function NavCount({ n, tone }: { n: number; tone: "hot" | "bad" | "plain" }) {
  return n === 0 ? null : <span className={`count ${tone === "plain" ? "" : tone}`}>{n}</span>;
}
