import { describe, expect, test } from "vitest";
import { checkZone } from "../../test/check-zones.ts";

/** The rules that speak, of a zone in which something is refused. */
async function rulesOf(yaml: string): Promise<string[]> {
  return (await checkZone(yaml)).map((line) => /(?:error|warning|info) ([a-z0-9-]+):/.exec(line)![1]!);
}

describe("a zone in which a value is refused", () => {
  test("is told what it lacks elsewhere in the same run", async () => {
    const yaml = "www: {type: A, value: 192.0.2.256}\nsub: {type: NS, value: ns.sub.example.com.}\n";
    expect(await rulesOf(yaml)).toEqual(["ipv4-invalid", "glue-missing"]);
  });

  test.each([
    [
      "the refused value may be what is missed",
      "ns.sub: {type: A, value: 192.0.2.256}\nsub: {type: NS, value: ns.sub.example.com.}\n",
    ],
    [
      "the owner itself was refused in part",
      "sub:\n  - {type: NS, value: ns.sub.example.com.}\n  - {type: A, ttl: x, value: 192.0.2.1}\n",
    ],
  ])("is not told where %s", async (_, yaml) => {
    expect(await rulesOf(yaml)).not.toContain("glue-missing");
  });
});
