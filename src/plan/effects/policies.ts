import { keyOf, type Name } from "../../../dns/name.ts";
import { span } from "../../../dns/span.ts";
import { CAA, CNAME, MX, TLSA, TXT } from "../../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../../dns/zone.ts";
import type { RrsetChange } from "../changes.ts";
import { caaSentence } from "./caa.ts";
import { dmarcSentence } from "./dmarc.ts";
import { mxSentence } from "./mx.ts";
import { spfSentence } from "./spf.ts";

/**
 * What a change does to who takes mail, who may send it, and who may issue certificates; undefined when nothing.
 *
 * @param caaOf the CAA that a name will have: values that stay are no part of a change
 * @param isGone nothing stays at the name, though a wildcard may answer for it
 */
export function policySentence(
  change: RrsetChange,
  caaOf: (owner: Name) => readonly ZoneRecord[],
  isGone: () => boolean,
): string | undefined {
  switch (change.type) {
    case MX:
      return isGone() ? undefined : mxSentence(change);
    case CAA:
      return isGone() ? undefined : caaSentence(change, caaOf(keyOf(change.owner)));
    case TLSA:
      return tlsaSentence(change);
    case TXT:
      return spfSentence(change) ?? byName(change);
    case CNAME: // what a provider manages is often an alias to its TXT
      return byName(change);
    default:
      return undefined;
  }
}

/** Policies that are told by the name that they stand at. */
function byName(change: RrsetChange): string | undefined {
  const key = keyOf(change.owner);
  if (key.startsWith("\x06_dmarc")) return dmarcSentence(change);
  if (key.includes("\x0a_domainkey") && !key.startsWith("\x0a_domainkey")) return dkimSentence(change);
  if (key.startsWith("\x08_mta-sts")) return mtaStsSentence(change);
  if (key.startsWith("\x05_smtp\x04_tls")) return "Where reports of mail over TLS go changes (TLS-RPT)";
  return undefined;
}

/** Mail is on its way for days, so a receiver may look for a key long after it was used. */
function dkimSentence({ kind, type }: RrsetChange): string {
  const what = type === CNAME ? "The alias to the key" : "The key";
  switch (kind) {
    case "added":
      return `${what} that checks signatures with this selector comes (DKIM)`;
    case "removed":
      return `${what} goes: signatures with this selector can no longer be checked, also of mail under way (DKIM)`;
    case "changed":
      return `${what} changes: signatures with this selector fail unless they were made with the new one (DKIM)`;
    default:
      return kind satisfies never;
  }
}

/** Senders look at the id alone, and fetch the policy again when it differs (RFC 8461 §3.1). */
function mtaStsSentence({ kind }: RrsetChange): string {
  if (kind === "removed")
    return "The policy for mail over TLS is no longer announced; senders keep the one that they have (MTA-STS)";
  return "Senders fetch the policy for mail over TLS anew (MTA-STS)";
}

/** Whoever has the old TLSA takes no certificate but the old one (RFC 7671 §8.1). */
function tlsaSentence({ kind, removed, ttl, added }: RrsetChange): string {
  const old = span(ttl?.from ?? removed[0]?.ttl ?? 0);
  if (kind === "removed") return "The certificate of this service is no longer bound to the DNS (DANE)";
  if (kind === "added") return "Clients that know DANE take no other certificate or key from now on";
  if (removed.length === 0) return "Clients take one more certificate or key (DANE)";
  return added.length === 0
    ? "Clients no longer take the certificate or key that goes (DANE)"
    : `Clients may know the old binding for ${old}: the certificate must fit both until then (DANE)`;
}
