import { shown } from "../../dns/fields/yaml-text.ts";
import { textOf } from "../../dns/text-of.ts";
import { TXT } from "../../dns/type-numbers.ts";
import type { Octets } from "../../dns/wire.ts";
import type { Family, Find, Rule } from "./rule.ts";
import { isFault, parseTagList, type TextFault } from "./tag-list.ts";
import type { RecordSet, ZoneIndex } from "./zone-index.ts";

const MTA_STS_SYNTAX: Rule = {
  id: "mta-sts-syntax",
  severity: "error",
  source: "RFC 8461 §3.1",
  about: "An MTA-STS record that cannot be read, or more than one",
  why: "Senders take it as if there were none and may send without encryption.",
  mend: "Write v=STSv1; id= and up to 32 letters and digits, which change whenever the policy does.",
  accepted: ["_mta-sts: {type: TXT, value: v=STSv1; id=20260701T120000}\n"],
  refused: [
    {
      sample: "_mta-sts: {type: TXT, value: v=STSv1; id=2026-07-01}\n",
      finds: ['1:30 MTA-STS id is "2026-07-01"; expected 1 to 32 letters and digits'],
    },
    {
      sample: "_mta-sts: {type: TXT, value: v=STSv1}\n",
      finds: ["1:30 MTA-STS has no id; expected 1 to 32 letters and digits"],
    },
  ],
};

const TLS_RPT_SYNTAX: Rule = {
  id: "tls-rpt-syntax",
  severity: "error",
  source: "RFC 8460 §3",
  about: "A record for reports about TLS that cannot be read, or more than one",
  why: "Nobody reports anything, and trouble with the encryption of incoming mail stays unseen.",
  mend: "Write v=TLSRPTv1; rua= and addresses that begin with mailto: or https:.",
  accepted: [
    "_smtp._tls: {type: TXT, value: 'v=TLSRPTv1; rua=mailto:tls@example.com,https://example.com/tls'}\n",
  ],
  refused: [
    {
      sample: "_smtp._tls: {type: TXT, value: v=TLSRPTv1; rua=tls@example.com}\n",
      finds: ['1:32 TLS-RPT rua is "tls@example.com"; expected addresses that begin with mailto: or https:'],
    },
  ],
};

/** How mail travels. */
export const MAIL_TRANSPORT: Family = {
  subject: "How mail travels (MTA-STS, TLS-RPT)",
  rules: [MTA_STS_SYNTAX, TLS_RPT_SYNTAX],
  check: checkMailTransport,
};

function checkMailTransport({ setsOf }: ZoneIndex, find: Find): void {
  for (const set of setsOf(TXT)) {
    if (set.owner.startsWith("\x08_mta-sts")) checkTexts(set, MTA_STS_SYNTAX, "MTA-STS", faultOfMtaSts, find);
    if (set.owner.startsWith("\x05_smtp\x04_tls"))
      checkTexts(set, TLS_RPT_SYNTAX, "TLS-RPT", faultOfTlsRpt, find);
  }
}

function checkTexts(
  { records }: RecordSet,
  rule: Rule,
  what: string,
  faultOf: (text: Octets) => TextFault | undefined,
  find: Find,
): void {
  for (const record of records) {
    const fault = faultOf(textOf(record.rdata));
    if (fault !== undefined) find(rule, record.at, `${what} ${fault.message}`, fault.help, record);
  }
  const second = records[1];
  if (second === undefined) return;
  const message = `${what} stands here ${records.length} times; expected once`;
  find(rule, second.at, message, "Keep one of them.", second);
}

function faultOfMtaSts(text: Octets): TextFault | undefined {
  if (!/^v=STSv1[ \t]*(?:;|$)/.test(text)) return version("v=STSv1");
  const tags = parseTagList(text);
  if (isFault(tags)) return tags;
  const id = tags.get("id");
  if (id !== undefined && /^[A-Za-z0-9]{1,32}$/.test(id)) return undefined;
  const found = id === undefined ? "has no id" : `id is ${shown(id)}`;
  return { message: `${found}; expected 1 to 32 letters and digits`, help: "A date will do: id=20260701." };
}

function faultOfTlsRpt(text: Octets): TextFault | undefined {
  if (!/^v=TLSRPTv1[ \t]*(?:;|$)/.test(text)) return version("v=TLSRPTv1");
  const tags = parseTagList(text);
  if (isFault(tags)) return tags;
  const rua = tags.get("rua");
  if (rua !== undefined && REPORT_ADDRESSES.test(rua)) return undefined;
  const found = rua === undefined ? "has no rua" : `rua is ${shown(rua)}`;
  return {
    message: `${found}; expected addresses that begin with mailto: or https:`,
    help: "Write for example rua=mailto:tls@example.com.",
  };
}

const REPORT_ADDRESSES = /^(?:mailto:|https:)[^\s,!]+(?:\s*,\s*(?:mailto:|https:)[^\s,!]+)*$/i;

function version(expected: string): TextFault {
  return { message: `does not begin with ${expected}`, help: `Write ${expected}; first, in these letters.` };
}
