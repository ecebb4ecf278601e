import { expect, test } from "vitest";
import { both, cellClause, groupScope, orderClauses } from "./clauses.ts";

test("keys and values are quoted so that the language reads them back", () => {
  expect(cellClause({ kind: "param", key: "model" }, "=", "it's")).toBe(`params.model = "it's"`);
  expect(cellClause({ kind: "tag", key: "mlflow.user name" }, "!=", "a")).toBe("tags.`mlflow.user name` != 'a'");
  expect(cellClause({ kind: "param", key: "x" }, "=", `'"`)).toBeNull();
  expect(cellClause({ kind: "metric", key: "val_auc", aggregate: "max" }, ">=", 0.9)).toBe("max(metrics.val_auc) >= 0.9");
  expect(cellClause({ kind: "attr", key: "status" }, "=", "finished")).toBe("attributes.status = 'FINISHED'");
});

test("best is the least of a loss and the greatest of a score", () => {
  expect(
    orderClauses([
      { column: "best:val_loss", order: "asc" },
      { column: "best:auc", order: "desc" },
      { column: "attr:name", order: "asc" },
    ]),
  ).toEqual(["min(metrics.val_loss) ASC", "max(metrics.auc) DESC", "attributes.run_name ASC"]);
});

test("a group is selected by its values, an absent value by IS NULL, seeds by their ids", () => {
  const runIds = ["01a1fc00-0000-7000-8000-0000000000a1"];
  expect(groupScope(["param:model", "tag:team"], { values: ["mlp 128/64", null], runIds }).clause).toBe("params.model = 'mlp 128/64' AND tags.team IS NULL");
  expect(groupScope(["experiment"], { values: ["e1"], runIds })).toEqual({ clause: "", experimentId: "e1" });
  expect(groupScope(["seeds"], { values: ["{}"], runIds }).clause).toBe("attributes.run_id IN ('01a1fc000000700080000000000000a1')");
});

test("clauses are joined by AND", () => {
  expect(both("", "a = 1")).toBe("a = 1");
  expect(both(" metrics.a > 1 ", "params.b = 'c'")).toBe("metrics.a > 1 AND params.b = 'c'");
});
