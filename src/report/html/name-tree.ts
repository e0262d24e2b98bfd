import { ALIAS } from "../../../dns/alias-type.ts";
import {
  isAtOrBelow,
  isWildcard,
  keyOf,
  labelCount,
  type Name,
  parentOf,
  printName,
  sortKeyOf,
} from "../../../dns/name.ts";
import { sentence as ended } from "../../../dns/problem.ts";
import { A, AAAA, CNAME, DNAME, NS } from "../../../dns/type-numbers.ts";
import { typeName } from "../../../dns/types.ts";
import type { ZoneRecord } from "../../../dns/zone.ts";
import type { PlacedRecord } from "../../source/source-zone.ts";
import { nodeAt, type ZoneModel, type ZoneNode } from "../../verify/zone-model.ts";
import { count, nameInZone, valueText } from "../wording.ts";
import { type Html, html, join, NOTHING } from "./markup.ts";
import { cut } from "./room.ts";

/** The names of a zone below each other, each with what answers there, as far as there is room. */
export function nameTree(model: ZoneModel, room: number): Html {
  const names = [...model.nodes.values()]
    .map((node) => ({ node, key: sortKeyOf(node.name) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ node }) => node);
  const made: Html[] = [];
  let used = 0;
  let depth = 0; // of the list that is open
  for (const node of names) {
    const at = labelCount(node.name) - labelCount(model.origin) + 1;
    const item = html`<li><div class="node">${nodeText(model, node)}</div>`;
    used += item.html.length + MARKUP_OF_ITEM;
    if (used > room) break;
    // Every name between an owner and the apex is a node, so a step down is one level (RFC 8020 §2).
    made.push(at > depth ? OPEN : html`</li>${repeat(CLOSE, depth - at)}`, item);
    depth = at;
  }
  const shown = made.length / 2;
  const left = names.length - shown;
  const end = depth === 0 ? NOTHING : html`</li>${repeat(CLOSE, depth - 1)}</ul>`;
  const more =
    left === 0
      ? NOTHING
      : html`<p class="more">… and ${count(left, "more name")}: <code>zonepipe ask NAME TYPE</code> tells what answers for any of them.</p>`;
  return join([...made, end, more]);
}

const OPEN = html`<ul class="tree">`;
const CLOSE = html`</ul></li>`;
const MARKUP_OF_ITEM = 30; // characters around an item

function repeat(part: Html, times: number): Html {
  return join(Array.from({ length: times }, () => part));
}

function nodeText(model: ZoneModel, node: ZoneNode): Html {
  const { name, rrsets } = node;
  const records = [...rrsets.values()].flat();
  const shown = records.slice(0, MOST_RECORDS).map(recordItem);
  const more = records.length - shown.length;
  const { tags, sentence } = answering(model, node);
  const at = records.map((record: PlacedRecord) => record.at).find((place) => place !== undefined);
  return html`<p><code class="name">${nameInZone(name, model.origin)}</code>${tags.map((tag) => html` <span class="tag ${tag.kind}">${tag.word}</span>`)}${at === undefined ? NOTHING : html` <span class="where">${at.file}:${at.line}</span>`}</p>${sentence === "" ? NOTHING : html`<p class="answers">${sentence}</p>`}${shown.length === 0 ? NOTHING : html`<ul class="records">${shown}${more > 0 ? html`<li>… and ${count(more, "more record")}</li>` : NOTHING}</ul>`}`;
}

const MOST_RECORDS = 30; // of a name

function recordItem(record: ZoneRecord): Html {
  const text = record.type === ALIAS ? printName(record.rdata as Name) : valueText(record); // its rdata is a name
  return html`<li><span class="type">${record.type === ALIAS ? "ALIAS" : typeName(record.type)}</span> <code>${cut(text)}</code> <span class="ttl">TTL ${record.ttl}</span></li>`;
}

interface Answering {
  readonly tags: readonly { readonly kind: "kind" | "quiet"; readonly word: string }[];
  /** Empty where the records say it. */
  readonly sentence: string;
}

/** What answers at a name, where that is not simply its records (RFC 1034 §4.3.2). */
function answering(model: ZoneModel, { name, rrsets }: ZoneNode): Answering {
  const isApex = keyOf(name) === keyOf(model.origin);
  const cutName = isApex ? undefined : cutAbove(model, name);
  if (cutName !== undefined) return belowCut(model, name, rrsets, cutName);
  const tags: Answering["tags"][number][] = isApex ? [{ kind: "quiet", word: "apex" }] : [];
  const said: string[] = [];
  const say = (word: string, text: string) => {
    tags.push({ kind: "kind", word });
    said.push(text);
  };
  if (!isApex && rrsets.has(NS))
    say("delegation", "Its nameservers answer for it and for everything below it.");
  if (isWildcard(name)) say("wildcard", wildcardSentence(model, name));
  const alias = rrsets.get(CNAME)?.[0] ?? rrsets.get(ALIAS)?.[0];
  if (alias !== undefined) {
    const target = printName(alias.rdata as Name); // rdata of CNAME is a name
    const isWhole = alias.type === CNAME;
    say("alias", isWhole ? `Every question goes on at ${target}` : `Answers with the addresses of ${target}`);
  }
  const dname = rrsets.get(DNAME)?.[0];
  if (dname !== undefined)
    say("DNAME", `A name below it goes on at the same name below ${printName(dname.rdata as Name)}`); // DNAME's rdata is a name
  if (rrsets.size === 0)
    say(
      "empty",
      "It exists without records, because of the names below it: the answer is empty, and no wildcard stands in.",
    );
  return { tags, sentence: said.join(" ") };
}

/** The delegation strictly above a name, the first of several on the way from the apex. */
function cutAbove(model: ZoneModel, name: Name): Name | undefined {
  let found: Name | undefined;
  for (let at = parentOf(name); isAtOrBelow(at, model.origin); at = parentOf(at)) {
    if (keyOf(at) === keyOf(model.origin)) break;
    if (nodeAt(model, at)?.rrsets.has(NS) === true) found = at;
  }
  return found;
}

/** Below a delegation nothing is answered with authority; addresses of its nameservers go along with it. */
function belowCut(model: ZoneModel, name: Name, rrsets: ZoneNode["rrsets"], at: Name): Answering {
  const targets = nodeAt(model, at)?.rrsets.get(NS) ?? [];
  const isGlue =
    (rrsets.has(A) || rrsets.has(AAAA)) && targets.some(({ rdata }) => keyOf(rdata as Name) === keyOf(name)); // rdata of NS is a name
  if (isGlue) return { tags: [{ kind: "quiet", word: "glue" }], sentence: "" };
  if (rrsets.size === 0) return { tags: [], sentence: "" };
  return {
    tags: [{ kind: "kind", word: "never answered" }],
    sentence: `It lies below the delegation at ${printName(at)}, whose nameservers answer for it.`,
  };
}

/** A wildcard never stands in below a name that exists (RFC 4592 §3.3.1). */
function wildcardSentence(model: ZoneModel, name: Name): string {
  const above = parentOf(name);
  const shown = printName(above);
  const base = `Answers for every name below ${shown} that does not exist`;
  const beside: string[] = [];
  for (const node of model.nodes.values()) {
    if (
      node.name === name ||
      keyOf(node.name) === keyOf(above) ||
      keyOf(parentOf(node.name)) !== keyOf(above)
    )
      continue;
    if (beside.length === MOST_BESIDE) {
      beside.push("others");
      break;
    }
    beside.push(printName(node.name));
  }
  return beside.length === 0 ? `${base}.` : `${base}, and for none at or below ${ended(listed(beside))}`;
}

const MOST_BESIDE = 3; // names that a wildcard does not stand in for

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
