// The recovery test with twenty rounds of each kill instead of three.
process.env["LUMINA_DRILL_ROUNDS"] ??= "20";
await import("../recovery/recovery.test.ts");
