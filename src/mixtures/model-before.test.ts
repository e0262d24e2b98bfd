import fc from "fast-check";
import { expect, test } from "vitest";
import { keyOf } from "../../dns/name.ts";
import { COM, zoneOf } from "../../test/planned.ts";
import { SMALL_PAIR, smallZoneText } from "../../test/small-zones.ts";
import { changesBetween } from "../plan/changes.ts";
import { modelZones } from "../verify/zone-model.ts";
import { modelBefore } from "./model-before.ts";

test("the model that is made of the later one is the model of the earlier zone", () => {
  fc.assert(
    fc.property(SMALL_PAIR, ({ before, after }) => {
      const [old, now] = [zoneOf(smallZoneText(before)), zoneOf(smallZoneText(after))];
      const changed = new Set(changesBetween(old, now).map(({ owner }) => keyOf(owner)));
      const model = modelBefore(modelZones([now]).get(COM)!, old.records, changed)!;
      const expected = modelZones([old]).get(COM)!;
      expect([...model.nodes.keys()].sort()).toEqual([...expected.nodes.keys()].sort());
      for (const [name, { rrsets }] of expected.nodes) {
        const data = (sets: typeof rrsets) =>
          [...sets].map(([type, all]) => [type, all.map(({ rdata, ttl }) => [rdata, ttl])]).sort();
        expect(data(model.nodes.get(name)!.rrsets)).toEqual(data(rrsets));
      }
      expect(model.soa.ttl).toBe(expected.soa.ttl);
    }),
  );
});
