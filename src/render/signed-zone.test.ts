import { expect, test } from "vitest";
import { ZONEMD } from "../../dns/type-numbers.ts";
import { ED25519_KEY } from "../../test/dnssec/keys-yaml.ts";
import { zoneOf } from "../../test/zone-text.ts";
import { keyOfHalf, newZoneKeys } from "../dnssec/make-keys.ts";
import { policyRecord } from "../dnssec/policy.ts";
import { renderZone } from "./render-zone.ts";
import { signedZone } from "./signed-zone.ts";

const FILE = 2026120400;
const publicKey = Buffer.from(ED25519_KEY, "base64").toString("latin1");
const keys = newZoneKeys([keyOfHalf({ algorithm: 15, publicKey }, "csk", "active", 0)], "nsec", 0);
const plain = zoneOf(
  "example.com.",
  "@ SOA ns.example.net. h.example.net. 0 7200 900 1209600 300\n@ NS ns.example.net.\n",
);
const zone = { ...plain, records: [...plain.records, policyRecord(plain, keys)] };

test.each([0, 1, 9])("in week %i a zone that is rendered is answered as the one that is not", (week) => {
  const answered = signedZone(renderZone(zone, FILE), FILE, week);
  const inOrder = ({ records }: typeof answered) =>
    records.map(({ type, rdata }) => `${type} ${Buffer.from(rdata, "latin1").toString("hex")}`).sort();
  expect(inOrder(answered)).toEqual(inOrder(signedZone(zone, FILE, week)));
  const digests = answered.records.filter(({ type }) => type === ZONEMD);
  const serials = digests.map(({ rdata }) => Buffer.from(rdata, "latin1").readUInt32BE(0));
  expect(serials).toEqual([FILE + week, FILE + week]); // of the content, and of what is signed
});
