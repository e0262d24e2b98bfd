import { expect, test } from "vitest";
import type { Answer, Nameserver } from "../verify/types.ts";
import { forkLook, MOST_ADDRESSES } from "./fork-look.ts";

const REPLY: Answer = { outcome: "no-reply", reason: "asked", milliseconds: 1 };
const PATIENCE = { timeout: 1, tries: 1 };
const at = (address: string): Nameserver => ({ name: "ns1.example.com.", address, port: 53 });

/** What a fork's run hears of each address, where only 10.0.0.53 is one of the base. */
async function hear(addresses: readonly string[]): Promise<string[]> {
  const look = forkLook(
    () => Promise.resolve([REPLY]),
    ({ address }) => Promise.resolve(address === "10.0.0.53"),
  );
  const questions = [{ name: ".", type: 6, recursive: false }] as never;
  const answers = await Promise.all(addresses.map((address) => look(at(address), questions, PATIENCE)));
  return answers.map(([answer]) => (answer?.outcome === "no-reply" ? answer.reason : ""));
}

test("an address of the base is asked, and a public one", async () => {
  expect(await hear(["10.0.0.53", "8.8.8.8", "2600::53"])).toEqual(["asked", "asked", "asked"]);
});

test.each(["127.0.0.1", "10.0.0.54", "169.254.169.254", "::1", "fd00::1", "64:ff9b::a00:1", "192.0.2.1"])(
  "%s is not, and the reason is told",
  async (address) => {
    expect(await hear([address])).toEqual([expect.stringContaining("not asked in the run of a fork")]);
  },
);

test(`${MOST_ADDRESSES} addresses are asked, each as often as anybody likes, and no more`, async () => {
  const public64 = Array.from({ length: MOST_ADDRESSES }, (_, index) => `8.8.8.${index}`);
  const heard = await hear([...public64, ...public64, "8.8.4.4"]);
  expect(heard.filter((reason) => reason === "asked")).toHaveLength(2 * MOST_ADDRESSES);
  expect(heard.at(-1)).toContain("64 addresses at most");
});
