import { keyOf, printName } from "../../../dns/name.ts";
import { CNAME } from "../../../dns/type-numbers.ts";
import { nodeAt } from "../../verify/zone-model.ts";
import type { Dependency, Dependent, Ground } from "../dependency.ts";
import { ADDRESSES, anyOf, lookThrough } from "../look.ts";
import { forSpan } from "../words.ts";

/** The addresses of a host: where one family takes the place of the other, a cache may deny both. */
export function addressesOf(
  { zone, owner, type, models, before, after }: Dependent,
  { sides, itemOf }: Ground,
): Dependency[] {
  if (!sides.isChanged(owner)) return [];
  if (before.length > 0 && after.length > 0) return []; // whichever of them a cache has is an address
  const isAlias = [models.before, models.after].some(
    (model) => model && nodeAt(model, owner)?.rrsets.has(CNAME),
  );
  if (isAlias) return []; // what the alias does to its addresses is told there
  const who = printName(owner);
  return [
    {
      kind: "addresses",
      zone,
      owner,
      type,
      // The dependency is the host's: it stands at one of the types alone.
      detail: "",
      evaluate: (pick) => anyOf(lookThrough(pick, itemOf), [keyOf(owner)]),
      isDanger: () => false,
      words: {
        who: ["clients", "find"],
        by: "addresses",
        own: itemOf(owner, ADDRESSES[0]!, true).key,
        told: ({ until }) => ({
          message: `${forSpan(until)} some resolvers may know no address of ${who} at all: let both families stand until then`,
          remedy: [
            { after: 0, what: `Add the new addresses of ${who}` },
            { after: until, what: "Remove the old ones" },
          ],
        }),
      },
    },
  ];
}
