import fc, { type Arbitrary } from "fast-check";
import { addressPrefixes } from "../../dns/fields/address-prefixes.ts";
import { algorithm } from "../../dns/fields/algorithm.ts";
import { atmAddress } from "../../dns/fields/atm-address.ts";
import { base32hex } from "../../dns/fields/base32hex.ts";
import { base64OrDash, base64Rest, optionalBase64 } from "../../dns/fields/base64.ts";
import { caaTag } from "../../dns/fields/caa-tag.ts";
import { certificateType } from "../../dns/fields/certificate-type.ts";
import { characterString } from "../../dns/fields/character-string.ts";
import { descriptor } from "../../dns/fields/descriptor.ts";
import { dsyncScheme } from "../../dns/fields/dsync-scheme.ts";
import { duration } from "../../dns/fields/duration.ts";
import { eui48, eui64 } from "../../dns/fields/eui.ts";
import { hexOf, salt } from "../../dns/fields/hex.ts";
import {
  hostIdentity,
  hostIdentityTag,
  keyAlgorithm,
  rendezvousServers,
} from "../../dns/fields/host-identity.ts";
import { ilnp64 } from "../../dns/fields/ilnp.ts";
import { u8, u16, u32 } from "../../dns/fields/integer.ts";
import { ipv4, printIpv4 } from "../../dns/fields/ipv4.ts";
import { ipv6, printIpv6 } from "../../dns/fields/ipv6.ts";
import { keyFlags } from "../../dns/fields/key-flags.ts";
import { keyProtocol } from "../../dns/fields/key-protocol.ts";
import { type Location, location } from "../../dns/fields/location.ts";
import {
  canonicalMailbox,
  canonicalName,
  compressibleMailbox,
  compressibleName,
  name,
} from "../../dns/fields/name.ts";
import { nsap } from "../../dns/fields/nsap.ts";
import { nxtTypes } from "../../dns/fields/nxt-types.ts";
import { optionalString } from "../../dns/fields/optional-string.ts";
import { ports } from "../../dns/fields/ports.ts";
import { protocol } from "../../dns/fields/protocol.ts";
import { psdnAddress } from "../../dns/fields/psdn-address.ts";
import { strings } from "../../dns/fields/strings.ts";
import { type SvcParams, svcParams } from "../../dns/fields/svc-params.ts";
import { text } from "../../dns/fields/text.ts";
import { timestamp } from "../../dns/fields/timestamp.ts";
import { typeBitmap } from "../../dns/fields/type-bitmap.ts";
import { oldTypeCode, recordTypeCode } from "../../dns/fields/type-code.ts";
import { u64 } from "../../dns/fields/u64.ts";
import { MAX_NAME_LENGTH, type Name, printName } from "../../dns/name.ts";
import { CAA } from "../../dns/records/caa.ts";
import { associationFields } from "../../dns/records/certificate-association.ts";
import { EID } from "../../dns/records/eid.ts";
import { GPOS } from "../../dns/records/gpos.ts";
import { ISO } from "../../dns/records/iso.ts";
import { digestFields } from "../../dns/records/key-digest.ts";
import { NIMLOC } from "../../dns/records/nimloc.ts";
import type { AnyRecordType } from "../../dns/records/record-type.ts";
import { SSHFP } from "../../dns/records/sshfp.ts";
import { UNECE } from "../../dns/records/unece.ts";
import { URI } from "../../dns/records/uri.ts";
import { ZONEMD } from "../../dns/records/zonemd.ts";
import { type Octets, Reader, Writer } from "../../dns/wire.ts";

/** Any values that a record of the type can have. */
export function valuesOf(type: AnyRecordType): Arbitrary<{ [field: string]: unknown }> {
  const whole = BY_TYPE[type.type];
  if (whole !== undefined) return whole;
  return fc.record(Object.fromEntries(type.names.map((field) => [field, arbitraryOf(type, field)])));
}

/** Any octets, up to `maxLength`. */
export function octets(minLength = 0, maxLength = 300): Arbitrary<Octets> {
  return fc.uint8Array({ minLength, maxLength }).map((bytes) => Buffer.from(bytes).toString("latin1"));
}

function arbitraryOf(type: AnyRecordType, field: string): Arbitrary<unknown> {
  const arbitrary = BY_FIELD.get(type.fields[field]!);
  if (arbitrary === undefined) throw new Error(`There is no arbitrary for ${type.type} ${field}`);
  return arbitrary;
}

const number = (octets: 1 | 2 | 4) => fc.integer({ min: 0, max: 2 ** (8 * octets) - 1 });

const domainName = fc
  .array(octets(1, 63), { maxLength: 6 })
  .map((labels) => `${labels.map((label) => String.fromCharCode(label.length) + label).join("")}\0` as Name)
  .filter((wire) => wire.length <= MAX_NAME_LENGTH);

const address4 = octets(4, 4).map(printIpv4);
const address6 = fc
  .oneof(
    octets(16, 16),
    octets(0, 4).map((some) => some.padStart(16, "\0")),
  )
  .map(printIpv6);

const types = fc.uniqueArray(fc.oneof(number(1), number(2))).map((codes) => codes.sort((a, b) => a - b));

/** A digit and a power of ten, as LOC writes lengths. */
const length = fc
  .tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }))
  .map(([digit, power]) => (digit === 0 ? 0 : digit * 16 + power));

const place: Arbitrary<Location> = fc
  .tuple(
    length,
    length,
    length,
    fc.integer({ min: -90 * 3_600_000, max: 90 * 3_600_000 }),
    fc.integer({ min: -180 * 3_600_000, max: 180 * 3_600_000 }),
    number(4),
  )
  .map(([size, horizontal, vertical, latitude, longitude, altitude]) => {
    const out = new Writer();
    for (const octet of [0, size, horizontal, vertical]) out.u8(octet);
    for (const word of [2 ** 31 + latitude, 2 ** 31 + longitude, altitude]) out.u32(word);
    return location.read(Reader.of(out.since(0)));
  });

const params = fc.record(
  {
    alpn: fc.array(octets(1, 20), { minLength: 1, maxLength: 4 }),
    "no-default-alpn": fc.constant(true as const),
    port: number(2),
    ipv4hint: fc.array(address4, { minLength: 1, maxLength: 4 }),
    ech: octets(1, 40),
    ipv6hint: fc.array(address6, { minLength: 1, maxLength: 4 }),
    dohpath: fc.webPath().map((path) => `${path.startsWith("/") ? path : `/${path}`}{?dns}`),
    ohttp: fc.constant(true as const),
    "tls-supported-groups": fc.uniqueArray(number(2), { minLength: 1, maxLength: 5 }),
    key10: octets(0, 20),
    key65534: octets(0, 20),
  },
  { requiredKeys: [] },
);

const svc: Arbitrary<SvcParams> = fc
  .tuple(params, fc.boolean())
  .map(([given, all]) =>
    all && Object.keys(given).length > 0 ? { mandatory: Object.keys(given), ...given } : given,
  )
  .map((given) => {
    const out = new Writer();
    svcParams.write(given, out);
    return svcParams.read(Reader.of(out.since(0))); // in the order of the keys
  });

const gatewayOfKind = fc.oneof(
  fc.constant([0, "."] as const),
  address4.map((address) => [1, address] as const),
  address6.map((address) => [2, address] as const),
  domainName.map((name) => [3, printName(name)] as const),
);

/** Types whose fields hang on each other. */
const BY_TYPE: { readonly [mnemonic: string]: Arbitrary<{ [field: string]: unknown }> } = {
  A6: fc
    .tuple(fc.integer({ min: 0, max: 128 }), octets(16, 16), domainName)
    .map(([prefix, address, name]) => ({
      prefix_length: prefix,
      address_suffix: prefix === 128 ? "" : printIpv6(withoutPrefix(address, prefix)),
      prefix_name: prefix === 0 ? "" : printName(name),
    })),
  AMTRELAY: fc
    .tuple(number(1), fc.integer({ min: 0, max: 1 }), gatewayOfKind)
    .map(([precedence, d, [kind, relay]]) => ({
      precedence,
      discovery_optional: d,
      relay_type: kind,
      relay,
    })),
  IPSECKEY: fc
    .tuple(number(1), gatewayOfKind, number(1), octets())
    .map(([precedence, [kind, gateway], algorithm, public_key]) => ({
      precedence,
      gateway_type: kind,
      algorithm,
      gateway,
      public_key,
    })),
};

function withoutPrefix(address: Octets, prefix: number): Octets {
  return [...address]
    .map((octet, at) => {
      const mask = 0xff >>> Math.min(8, Math.max(0, prefix - 8 * at));
      return String.fromCharCode(octet.charCodeAt(0) & mask);
    })
    .join("");
}

const prefixes = fc.array(
  fc.oneof(
    fc.tuple(fc.constantFrom("", "!"), address4, fc.nat(32)).map(([no, at, bits]) => `${no}1:${at}/${bits}`),
    fc.tuple(fc.constantFrom("", "!"), address6, fc.nat(128)).map(([no, at, bits]) => `${no}2:${at}/${bits}`),
  ),
  { maxLength: 5 },
);

const BY_FIELD = new Map<unknown, Arbitrary<unknown>>([
  [u8, number(1)],
  [u16, number(2)],
  [u32, number(4)],
  [algorithm, number(1)],
  [certificateType, number(2)],
  [compressibleMailbox, domainName],
  [compressibleName, domainName],
  [canonicalName, domainName],
  [canonicalMailbox, domainName],
  [name, domainName],
  [ipv4, address4],
  [ipv6, address6],
  [characterString, octets(0, 255)],
  [text, fc.array(octets(0, 255), { minLength: 1, maxLength: 4 })],
  [caaTag, fc.stringMatching(/^[0-9A-Za-z]{1,40}$/)],
  [CAA.fields.flags, number(1)],
  [CAA.fields.value, octets()],
  [URI.fields.target, octets(1)],
  [base64Rest, octets(1)],
  [base32hex, octets(1, 255)],
  [salt, octets(0, 255)],
  [digestFields.digest, octets(1)],
  [associationFields.certificate_association_data, octets(1)],
  [SSHFP.fields.fingerprint, octets(1)],
  [ZONEMD.fields.digest, octets(12)],
  [typeBitmap, types],
  [oldTypeCode, number(2)],
  [recordTypeCode, number(2)],
  [timestamp, number(4)],
  [duration, number(4)],
  [eui48, octets(6, 6).map(printEui)],
  [eui64, octets(8, 8).map(printEui)],
  [location, place],
  [svcParams, svc],
  [addressPrefixes, prefixes.map((items) => items.join(" "))],
  [
    atmAddress,
    fc.oneof(
      octets(1, 20).map(hexOf),
      fc.stringMatching(/^[0-9]{1,20}$/).map((digits) => `+${digits}`),
    ),
  ],
  [base64OrDash, octets()],
  [optionalBase64, octets()],
  [descriptor, octets()],
  [dsyncScheme, number(1)],
  [EID.fields.endpoint_identifier, octets(1)],
  [NIMLOC.fields.locator, octets(1)],
  [keyAlgorithm, number(1)],
  [hostIdentityTag, octets(1, 255)],
  [hostIdentity, octets(1)],
  [rendezvousServers, fc.array(domainName, { maxLength: 3 })],
  [ilnp64, octets(8, 8).map((address) => hexOf(address).replace(/....(?!$)/g, "$&:"))],
  [keyFlags, number(2)],
  [keyProtocol, number(1)],
  [nsap, octets(1, 20)],
  [nxtTypes, fc.uniqueArray(fc.integer({ min: 1, max: 127 }), { minLength: 1 }).map(ascending)],
  [optionalString, fc.option(octets(0, 255))],
  [ports, fc.uniqueArray(fc.oneof(number(1), number(2))).map(ascending)],
  [protocol, number(1)],
  [psdnAddress, fc.stringMatching(/^[0-9]{4,40}$/)],
  [strings, fc.array(octets(0, 255), { minLength: 1, maxLength: 4 })],
  [u64, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String)],
  [GPOS.fields.longitude, octets(1, 255)],
  [GPOS.fields.latitude, octets(1, 255)],
  [GPOS.fields.altitude, octets(1, 255)],
  ...[UNECE.fields.recommendation, UNECE.fields.code, ISO.fields.standard, ISO.fields.code].map(
    (field): [unknown, Arbitrary<unknown>] => [field, octets(1, 255)],
  ),
  ...[UNECE.fields.value, ISO.fields.value].map((field): [unknown, Arbitrary<unknown>] => [
    field,
    octets(0, 255).filter((value) => value !== "-"),
  ]),
]);

function ascending(list: number[]): number[] {
  return list.sort((a, b) => a - b);
}

function printEui(address: Octets): string {
  return [...address].map(hexOf).join("-");
}
