import { expect, test } from "vitest";
import { ZONEMD } from "../../dns/type-numbers.ts";
import { KEYS, signedExample } from "../../test/dnssec/signed-example.ts";
import { renderZone } from "./render-zone.ts";
import { signedZone } from "./signed-zone.ts";

const FILE = 2026120100;

test.each([0, 1, 3])(
  "a zone that was rendered is answered as it would be if it were not, %i weeks later",
  (weeks) => {
    const window = KEYS.base + weeks;
    const zone = signedExample();
    const texts = ({ records }: typeof zone) =>
      records.map(({ owner, type, ttl, rdata }) => `${owner} ${type} ${ttl} ${rdata}`).sort();
    const rendered = texts(signedZone(renderZone(zone, FILE), FILE, window));
    expect(rendered).toEqual(texts(signedZone(zone, FILE, window)));
    expect(rendered.filter((text) => text.includes(` ${ZONEMD} `))).toHaveLength(2); // schemes 240 and 1
  },
);
