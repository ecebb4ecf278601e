import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { noRoom } from "../importing/receive.ts";
import { HighBytes, judge, utf16WithoutMark } from "./encoding.ts";
import { inferType, stillPossible } from "./infer.ts";
import { records, sniffDelimiter, sniffHeader } from "./sniff.ts";
import { titanicColumns, titanicCsv } from "./titanic.ts";

describe("sniffing", () => {
  test("finds the delimiter that splits records evenly, also with others inside quotes", () => {
    assert.equal(sniffDelimiter("a;b\n1,5;2\n3,5;4\n", true), ";");
    assert.equal(sniffDelimiter('name,note\n"x; y; z",1\n"a; b",2\n', true), ",");
    assert.equal(sniffDelimiter("a\tb, c\n1\t2\n", true), "\t");
    assert.equal(sniffDelimiter("a|b|c\n1|2|3\n", true), "|");
    assert.equal(sniffDelimiter("single\n1\n2\n", true), ",");
  });

  test("tells names from values in the first row", () => {
    const header = (csv: string): boolean => sniffHeader(records(csv, ",", true));
    assert.equal(header("a,b\n1,x\n"), true);
    assert.equal(header("1,x\n2,y\n"), false);
    assert.equal(header("x,y\np,q\n"), true);
    assert.equal(header("country,2019,2020\nA,1,2\n"), true);
    assert.equal(header("2019,2020\n5,6\n"), false);
    assert.equal(header("id,1st\n7,8\n"), true);
  });

  test("splits quoted delimiters, doubled quotes and line ends; a cut record is dropped", () => {
    assert.deepEqual(records('a,b\r\n"x,""y""\nz",2\r3,4', ",", false), [
      ["a", "b"],
      ['x,"y"\nz', "2"],
    ]);
    assert.deepEqual(records("a\n\nb", ",", true), [["a"], ["b"]]);
  });
});

describe("types", () => {
  const counts = { present: 3, integer: 0, number: 0, commaNumber: 0, boolean: 0, date: 0, timestamp: 0, zeroLed: 0, tooLong: 0 };
  test("the narrowest that holds every value; names that look like numbers stay text", () => {
    assert.equal(inferType({ ...counts, integer: 3, number: 3 }).type, "integer");
    assert.equal(inferType({ ...counts, integer: 2, number: 3 }).type, "number");
    assert.equal(inferType({ ...counts, integer: 3, number: 3, zeroLed: 1 }).type, "string");
    assert.equal(inferType({ ...counts, number: 3, tooLong: 1 }).type, "string");
    assert.deepEqual(inferType({ ...counts, commaNumber: 3 }), { type: "number", comma: true });
    assert.equal(inferType({ ...counts, date: 3, timestamp: 3 }).type, "date");
    assert.equal(inferType({ ...counts, date: 2, timestamp: 3 }).type, "timestamp");
    assert.equal(inferType({ ...counts, boolean: 2 }).type, "string");
    assert.equal(inferType({ ...counts, present: 0 }).type, "number");
  });

  test("first rows rule out what they cannot be, missing markers rule out nothing", () => {
    assert.deepEqual(stillPossible(["1", "NA", "-2"]), ["integer", "number", "commaNumber"]);
    assert.deepEqual(stillPossible(["1.5"]), ["number"]);
    assert.deepEqual(stillPossible(["2024-01-01"]), ["date", "timestamp"]);
    assert.deepEqual(stillPossible(["x"]), []);
    assert.equal(stillPossible(["", "null"]).length, 6);
  });
});

describe("encodings", () => {
  const verdict = (bytes: Uint8Array): string => {
    const high = new HighBytes();
    for (let i = 0; i < bytes.length; i += 3) high.add(bytes.subarray(i, i + 3));
    return judge(high.end());
  };
  test("Western European, damaged UTF-8 and others are told apart, whatever the chunks", () => {
    assert.equal(verdict(Buffer.from("Köln, Málaga, Århus", "latin1")), "windows-1252");
    assert.equal(verdict(Buffer.concat([Buffer.from("東京 Köln"), Buffer.from([0xff])])), "mixed");
    assert.equal(verdict(Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2])), "unknown");
  });

  test("the first stray byte is told by offset and line", () => {
    const high = new HighBytes();
    high.add(Buffer.concat([Buffer.from("a\nö\nb"), Buffer.from([0xe9, 0x2c])]));
    high.end();
    assert.deepEqual(high.firstStray, { offset: 6, line: 3 });
  });

  test("UTF-16 without a mark shows by its zero bytes", () => {
    assert.equal(utf16WithoutMark(Buffer.from("name,city\nAnna,Bonn\n", "utf16le")), "utf-16le");
    assert.equal(utf16WithoutMark(Buffer.from("name,city\nAnna,Bonn\n", "utf16le").swap16()), "utf-16be");
    assert.equal(utf16WithoutMark(Buffer.from("name,city\nAnna,Bonn\n")), null);
  });
});

describe("the Titanic-shaped table", () => {
  test("has the columns, gaps and rates of the real one, and the same bytes for the same seed", () => {
    const rows = records(titanicCsv(42), ",", true);
    const [header = [], ...body] = rows;
    assert.deepEqual(header, [...titanicColumns]);
    assert.equal(body.length, 891);
    const share = (column: number, test: (cell: string) => boolean): number => body.filter((row) => test(row[column] ?? "")).length / 891;
    const near = (value: number, wanted: number, by: number): void => assert.ok(Math.abs(value - wanted) < by, `${value} is not near ${wanted}`);
    near(
      share(1, (c) => c === "1"),
      0.384,
      0.06,
    );
    near(
      share(4, (c) => c === "male"),
      0.648,
      0.05,
    );
    near(
      share(5, (c) => c === ""),
      0.199,
      0.05,
    );
    near(
      share(10, (c) => c === ""),
      0.771,
      0.05,
    );
    assert.equal(body.filter((row) => row[11] === "").length, 2);
    assert.equal(titanicCsv(42), titanicCsv(42));
    assert.notEqual(titanicCsv(42), titanicCsv(43));
  });
});

test("an upload is refused when the disk is nearly full, or would be by it", () => {
  assert.equal(noRoom({ freeBytes: 50, totalBytes: 100 }, null), null);
  assert.equal(noRoom({ freeBytes: 4, totalBytes: 100 }, null)?.code, "unavailable");
  assert.equal(noRoom({ freeBytes: 50, totalBytes: 100 }, 24)?.code, "unavailable");
});
