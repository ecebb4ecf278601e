import { expect, test } from "vitest";
import { nextSort, readView, usualSort, viewQuery, writeView } from "./viewState.ts";

test("what is written is read back, whatever stands in the keys", () => {
  const view = readView(new URLSearchParams());
  const changed = {
    ...view,
    filter: "metrics.`val auc` > 0.9 AND params.a = '~*!%'",
    sort: [
      { column: "best:val~auc", order: "desc" as const },
      { column: "param:a*b!", order: "asc" as const },
    ],
    columns: [{ column: "max:a%7eb", width: 120, pinned: true as const }, { column: "attr:startedAt" }],
    group: ["param:model~x", "seeds"],
    nested: true,
    deleted: true,
    split: true,
    charts: ["line:loss~2"],
    x: "time",
    smooth: 0.6,
    log: true,
    logX: true,
    band: false,
    traces: false,
  };
  expect(readView(writeView(new URLSearchParams(), changed))).toEqual(changed);
});

test("defaults leave no trace, and foreign values stay", () => {
  const params = new URLSearchParams("sel=1,2");
  expect(writeView(params, readView(params)).toString()).toBe("sel=1%2C2");
  expect(viewQuery(new URLSearchParams("sel=1&q=a&saved=9&group=seeds"))).toBe("q=a&group=seeds");
});

test("an address made by hand breaks nothing", () => {
  const view = readView(new URLSearchParams("sort=nonsense~-attr:nothing&cols=zzz~last:auc*5~attr:name*99999&smooth=abc&group=x~tag:team"));
  expect(view.sort).toEqual(usualSort);
  expect(view.columns).toEqual([{ column: "last:auc" }, { column: "attr:name" }]);
  expect(view.group).toEqual(["tag:team"]);
  expect(view.smooth).toBe(0);
});

test("a header goes first one way, then the other, then back; with Shift it is added", () => {
  const once = nextSort(usualSort, "last:auc", false);
  expect(once).toEqual([{ column: "last:auc", order: "desc" }]);
  const twice = nextSort(once, "last:auc", false);
  expect(twice).toEqual([{ column: "last:auc", order: "asc" }]);
  expect(nextSort(twice, "last:auc", false)).toEqual(usualSort);
  expect(nextSort(once, "param:depth", true)).toEqual([
    { column: "last:auc", order: "desc" },
    { column: "param:depth", order: "asc" },
  ]);
});
