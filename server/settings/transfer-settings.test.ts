import { expect, test } from "vitest";
import { KEY } from "../../test/tsig.ts";
import { readTransferSettings } from "./transfer-settings.ts";

const read = (...given: string[]) => readTransferSettings({ "allow-transfer": given }, {}, [KEY]);
const BLOCKS = [
  { network: "192.0.2.0", prefix: 24 },
  { network: "2001:db8::1", prefix: 128 },
];

test("blocks of addresses and names of keys, in any order, from flags or from the environment", () => {
  const both = { keys: [KEY.name], blocks: BLOCKS };
  expect(read("192.0.2.0/24", "Transfer.Example", "2001:db8::1")).toEqual(both);
  const environment = { DNS_ALLOW_TRANSFER: "192.0.2.0/24, transfer.example., 2001:db8::1" };
  expect(readTransferSettings({}, environment, [KEY])).toEqual(both);
  expect(readTransferSettings({ "allow-transfer": ["192.0.2.0/24"] }, environment, [KEY])).toEqual({
    keys: [],
    blocks: [BLOCKS[0]],
  });
});

test("where nobody is named, nobody may", () => {
  expect(readTransferSettings({}, {}, [KEY])).toBeUndefined();
  expect(readTransferSettings({}, { DNS_ALLOW_TRANSFER: "" }, [KEY])).toBeUndefined();
});

test.each([
  ["192.0.2.0/33", "expected the name of a key, or a block of addresses such as 192.0.2.0/24"],
  ["192.0.2", "expected the name of a key, or a block of addresses such as 192.0.2.0/24"],
  ["2001:db8::/x", "expected the name of a key, or a block of addresses such as 192.0.2.0/24"],
  ["a..b", "expected the name of a key, or a block of addresses such as 192.0.2.0/24"],
  ["", "expected the name of a key, or a block of addresses such as 192.0.2.0/24"],
  ["other.example.", "there is no such key in ZONEPIPE_TSIG_KEYS or --tsig-keys"],
])("%j is refused", (text, told) => {
  expect(read(text)).toEqual({ error: `--allow-transfer is "${text}"; ${told}` });
});
