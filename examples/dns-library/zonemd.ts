import {
  encode,
  type Name,
  parseName,
  parseZoneFile,
  typeCode,
  verifyZonemd,
  zonemdDigest,
} from "zonepipe/dns";

const origin = parseName("example.") as Name; // a whole name without escapes
const text = `
@ 3600 SOA ns hostmaster 7 3600 600 1209600 300
@ 3600 NS  ns
ns 3600 A  192.0.2.53
`;
const { records } = parseZoneFile({ file: "example.zone", bytes: new TextEncoder().encode(text), origin });
console.log(verifyZonemd({ origin, records }).outcome);

const digest = zonemdDigest({ origin, records }, 1);
const rdata = encode({ type: "ZONEMD", serial: 7, scheme: 1, hash_algorithm: 1, digest });
const zonemd = { owner: origin, type: typeCode("ZONEMD") ?? 0, ttl: 3600, rdata };
console.log(verifyZonemd({ origin, records: [...records, zonemd] }).outcome);
