import { ALIAS } from "../../dns/alias-type.ts";
import { printName } from "../../dns/name.ts";
import * as types from "../../dns/type-numbers.ts";
import { aliasesIn } from "../../server/alias/alias-list.ts";
import { UNKNOWN_CLIENT } from "../../server/query/client.ts";
import { readServedZone } from "../../server/tables/compile/restage.ts";
import { indexNodes } from "../../server/tables/node-index.ts";
import { originsOf } from "../../server/tables/origins.ts";
import { IS_BROKEN, NODE_INFO, ROW, type Tables, ZONE_APEX, ZONE_SIZE } from "../../server/tables/tables.ts";
import { serialOfZone } from "../../server/tables/zone-serial.ts";
import { zoneOctets } from "../../server/transfer/zone-records.ts";
import { queryOf } from "../serve-text.ts";
import { ixfrQuery, respondFrom, SECONDARY, takeMessages } from "../transfer/take-transfer.ts";
import { nameOf } from "../zone-text.ts";

const NAMES =
  `example. a.example. ns.a.example. mail.a.example. www.a.example. far.a.example. gone.a.example. x.wild.a.example.
  y.x.wild.a.example. deep.below.nothing.a.example. nothing.a.example. sub.a.example. x.sub.a.example. ns.sub.a.example. moved.a.example.
  www.moved.a.example. x.moved.a.example. _sip._tcp.a.example. svc.a.example. svc3.a.example. inner.a.example. www.inner.a.example.
  nothing.inner.a.example. other.a.example. srv.a.example. host-1.a.example. c.example. www.c.example. nothing.c.example. signed.example.
  x.signed.example. b.example. ns1.example. x.w.example. ml.example. a.z.w.example. mc.b.example. xx.example. ai.example. c.x.w.example.
  2t7b4g4vsa5smi47k61mv5bv1a22bojr.example. net. .`.split(/\s+/);
const TYPES = [
  ...[
    types.A,
    types.AAAA,
    types.NS,
    types.SOA,
    types.MX,
    types.CNAME,
    types.TXT,
    types.SRV,
    types.HTTPS,
    types.SVCB,
  ],
  ...[types.DS, types.DNAME, types.NSEC, types.NSEC3, types.RRSIG, types.ANY, ALIAS],
];

/** What is asked of tables of `zonesForTables`: every name and a few that are not there, for every type that is treated in a way of its own. */
export const QUESTIONS: readonly Uint8Array[] = NAMES.flatMap((name) =>
  TYPES.flatMap((type) =>
    [false, true].map((isSigned) => {
      const query = queryOf(`${name} A`, { do: isSigned });
      query.writeUInt16BE(type, 12 + nameOf(name).length);
      return query;
    }),
  ),
);

/** Does with tables all that the server does, and gives every octet that comes of it. It throws what that throws. */
export function exerciseTables(tables: Tables, questions: readonly Uint8Array[] = QUESTIONS): Uint8Array[] {
  const respond = respondFrom(tables);
  const answers: Uint8Array[] = [];
  for (const limit of [1232, 65535]) {
    const out = new Uint8Array(limit);
    for (const packet of questions) {
      const length = respond(packet, packet.length, out, limit, UNKNOWN_CLIENT);
      if (length > limit) throw new Error("An answer goes over its end");
      answers.push(out.slice(0, length));
    }
  }
  for (const [zone, origin] of originsOf(tables).entries()) {
    const apex = tables.zones[zone * ZONE_SIZE + ZONE_APEX]!;
    if ((tables.rows[apex * ROW + NODE_INFO]! & IS_BROKEN) !== 0) continue;
    answers.push(...takeMessages(respond, queryOf(`${printName(origin)} AXFR`), SECONDARY));
    answers.push(...takeMessages(respond, ixfrQuery(printName(origin), 6), SECONDARY));
    readServedZone(tables, zone, () => undefined);
    indexNodes(tables, zone);
    zoneOctets(tables, zone);
    serialOfZone(tables, zone);
  }
  aliasesIn(tables);
  return answers;
}
