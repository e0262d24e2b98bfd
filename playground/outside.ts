import { CLASS_IN } from "../dns/classes.ts";
import { type Message, NO_FLAGS } from "../dns/message.ts";
import { NOERROR } from "../dns/message-rcode.ts";
import { keyOf, type Name, printName, ROOT } from "../dns/name.ts";
import type { Problem } from "../dns/problem.ts";
import { A, AAAA, CNAME } from "../dns/type-numbers.ts";
import { typeName } from "../dns/types.ts";
import type { ZoneRecord } from "../dns/zone.ts";
import { parseZoneFile } from "../dns/zone-file/parse.ts";
import type { AskResolvers } from "../server/alias/resolvers.ts";

/** What somebody wrote of names outside of the zones, in the place of a resolver. */
export interface Outside {
  /** Of a name that has a record here, all is known: what is not written there it does not have. */
  readonly ask: AskResolvers;
  /** What is wrong with the text, a sentence each. */
  readonly problems: readonly string[];
}

/** Reads lines of a zone file: A, AAAA and CNAME of whole names. */
export function outsideOf(text: string): Outside {
  const source = { file: "addresses", bytes: Buffer.from(text, "utf8"), origin: ROOT, defaultTtl: 300 };
  const { records, problems } = parseZoneFile(source);
  const byName = new Map<Name, ZoneRecord[]>();
  const strange: string[] = [];
  for (const record of records) {
    if (![A, AAAA, CNAME].includes(record.type)) {
      strange.push(
        `${printName(record.owner)} has ${typeName(record.type)}; only A, AAAA and CNAME count here.`,
      );
      continue;
    }
    const key = keyOf(record.owner);
    byName.set(key, [...(byName.get(key) ?? []), record]);
  }
  return {
    problems: [...problems.map(sayOf), ...strange],
    ask: (name, type) => {
      const here = byName.get(keyOf(name));
      return Promise.resolve(
        here === undefined ? { failed: NOT_WRITTEN } : { message: messageOf(here, name, type) },
      );
    },
  };
}

const NOT_WRITTEN = "a page looks nothing up, and no addresses of it are written here";

function sayOf({ line, message, help }: Problem): string {
  return `Line ${line}: ${message}. ${help}`;
}

/** What a resolver would say of one name: what it leads to is asked for anew. */
function messageOf(here: readonly ZoneRecord[], name: Name, type: number): Message {
  const answer = here
    .filter((record) => record.type === type || record.type === CNAME)
    .map((record) => ({ ...record, class: CLASS_IN }));
  return {
    ...{ id: 0, opcode: 0, rcode: NOERROR, flags: { ...NO_FLAGS, qr: true, ra: true } },
    question: [{ name, type, class: CLASS_IN }],
    ...{ answer, authority: [], additional: [] },
  };
}
