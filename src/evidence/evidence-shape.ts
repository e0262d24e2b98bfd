import { Ajv, type ValidateFunction } from "ajv";
import type { Client, Coverage, MissKind, PathResult, Share, Transport } from "../verify/types.ts";

/** The evidence as it is written: names as text. */
export interface WrittenEvidence {
  readonly version: number;
  readonly head: string;
  readonly milliseconds: number;
  readonly paths: readonly WrittenPath[];
  readonly coverage?: Coverage;
}

/** What one nameserver answered over one transport. */
export interface WrittenPath extends Omit<PathResult, "serials" | "misses" | "notes"> {
  readonly serials: readonly {
    readonly zone: string;
    readonly expected: number;
    readonly got: number | null;
  }[];
  readonly misses: readonly WrittenMiss[];
  readonly notes: readonly WrittenMiss[];
}

/** One answer that is not what the zone says. */
export interface WrittenMiss {
  readonly zone: string;
  readonly name: string;
  readonly type: number;
  readonly kind: MissKind;
  readonly expected: string;
  readonly got: string;
  readonly attempts: number;
  readonly milliseconds: number;
}

/** Goes up when what was written before cannot be read any more. */
export const EVIDENCE_VERSION = 1;

/** How much of each is written, and read. The counts of a path count everything. */
export const MOST = {
  paths: 16,
  serials: 20_000,
  /** Of one path. */
  misses: 500,
  /** Characters of one text. */
  text: 8_192,
} as const;

const KINDS: readonly MissKind[] = [
  "wrong-value",
  "wrong-ttl",
  "missing-aa",
  "unexpected-aa",
  "extra-record",
  "missing-record",
  "wrong-rcode",
  "stale-serial",
  "newer-serial",
  "no-answer",
  "lame",
  "late",
  "malformed",
];
const TRANSPORTS: readonly Transport[] = ["udp", "tcp"];
const CLIENTS: readonly Client["kind"][] = ["dig", "built-in"];

const text = { type: "string", maxLength: MOST.text };
const name = { type: "string", minLength: 1, maxLength: 1_100 }; // 255 octets, each as \DDD
const whole = (maximum: number) => ({ type: "integer", minimum: 0, maximum });
const count = whole(1e9);
const time = { type: "number", minimum: 0, maximum: 1e9 };
const list = (items: object, maxItems: number) => ({ type: "array", items, maxItems });
const record = (properties: { readonly [key: string]: object }, optional: readonly string[] = []) => ({
  type: "object",
  properties,
  required: Object.keys(properties).filter((key) => !optional.includes(key)),
  additionalProperties: false,
});

const miss = record({
  zone: name,
  name,
  type: whole(0xffff),
  kind: { enum: KINDS },
  expected: text,
  got: text,
  attempts: count,
  milliseconds: time,
});

const path = record(
  {
    nameserver: record({ name: text, address: text, port: whole(0xffff) }),
    transport: { enum: TRANSPORTS },
    client: record({ kind: { enum: CLIENTS }, version: text }),
    asked: count,
    passed: count,
    notAsked: text,
    serials: list(
      record({
        zone: name,
        expected: whole(2 ** 32 - 1),
        got: { anyOf: [whole(2 ** 32 - 1), { type: "null" }] },
      }),
      MOST.serials,
    ),
    misses: list(miss, MOST.misses),
    notes: list(miss, MOST.misses),
    milliseconds: record({ median: time, slowest: time }),
    answeredBy: list(text, 64),
    truncated: count,
    instead: count,
  },
  ["notAsked"],
);

const share = record({
  total: count,
  asked: list(record({ client: { enum: CLIENTS }, count }), CLIENTS.length),
} satisfies { readonly [key in keyof Share]: object });

/** A check for the form of evidence. What is not part of the form is taken out of the value. */
export function evidenceCheck(): ValidateFunction<WrittenEvidence> {
  made ??= new Ajv({ removeAdditional: true }).compile<WrittenEvidence>(EVIDENCE);
  return made;
}

let made: ValidateFunction<WrittenEvidence> | undefined; // made when it is first used: most runs read no evidence

const EVIDENCE = record(
  {
    version: { const: EVIDENCE_VERSION },
    head: { type: "string", pattern: "^[0-9a-f]{40,64}$" },
    milliseconds: time,
    paths: list(path, MOST.paths),
    coverage: record({ changed: share, unchanged: share }),
  },
  ["coverage"],
);
