import { domainToASCII } from "node:url";

/** What a registry says of a domain (RFC 9083 §5.3), as far as we look at it. */
export interface RdapDomain {
  /** In A-labels and lower case, without a final dot; undefined where it was not said. */
  readonly name?: string;
  /** As they came, without the address that some put behind a word. */
  readonly status: readonly string[];
  /** When the registration ends; undefined where that was not said, or not so that it could be read. */
  readonly ends?: Date;
  /** Who has registered it, as the registry writes the name. */
  readonly registrar?: string;
}

/** Reads an answer. Undefined where it is no domain. Whatever else is odd in it is as if it had not been said. */
export function readDomain(text: string): RdapDomain | undefined {
  const object = recordOf(parse(text));
  if (object === undefined) return undefined;
  const { objectClassName, ldhName, unicodeName, status, events, entities, errorCode } = object;
  const written = [ldhName, unicodeName].find((each) => typeof each === "string" && each !== "");
  const isDomain = objectClassName === undefined ? written !== undefined : objectClassName === "domain";
  if (!isDomain || errorCode !== undefined) return undefined;
  const name = typeof written === "string" ? domainToASCII(written.replace(/\.$/, "")).toLowerCase() : "";
  const ends = endIn(listOf(events));
  const registrar = registrarIn(listOf(entities));
  return {
    status: [
      ...new Set(
        listOf(status).flatMap((word) =>
          typeof word === "string" ? [word.split(/\shttp/i)[0]!.trimEnd()] : [],
        ),
      ),
    ],
    ...(name !== "" && { name }),
    ...(ends !== undefined && { ends }),
    ...(registrar !== undefined && { registrar }),
  };
}

/** Events come in any order (RFC 9083 §4.5); where a registry keeps those of former years, the latest end counts. */
function endIn(events: readonly unknown[]): Date | undefined {
  const times = events.flatMap((event) => {
    const { eventAction, eventDate } = recordOf(event) ?? {};
    if (typeof eventAction !== "string" || eventAction.trim().toLowerCase() !== "expiration") return [];
    const time = typeof eventDate === "string" ? timeOf(eventDate.trim()) : Number.NaN;
    return Number.isFinite(time) ? [time] : [];
  });
  return times.length === 0 ? undefined : new Date(Math.max(...times));
}

/** A time by RFC 3339; some registries leave the zone away, or all but the date. Then it is UTC. */
function timeOf(text: string): number {
  const [, date, time = "00:00:00", zone = "Z"] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}:\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/i.exec(text) ?? [];
  return date === undefined ? Number.NaN : Date.parse(`${date}T${time}${zone.toUpperCase()}`);
}

function registrarIn(entities: readonly unknown[]): string | undefined {
  for (const entity of entities) {
    const { roles, vcardArray } = recordOf(entity) ?? {};
    if (!listOf(roles).includes("registrar")) continue;
    // jCard (RFC 7095 §3.3): ["vcard", [["fn", {}, "text", "Name"], …]]
    const properties = listOf(listOf(vcardArray)[1]).map(listOf);
    const name = properties.find(([key]) => key === "fn")?.[3];
    if (typeof name === "string" && name.trim() !== "") return name.trim();
  }
  return undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return undefined;
  }
}

function recordOf(value: unknown): { readonly [key: string]: unknown } | undefined {
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  return isRecord ? (value as { readonly [key: string]: unknown }) : undefined; // JSON has no other keys
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
