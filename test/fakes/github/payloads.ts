import examples from "@octokit/webhooks-examples" with { type: "json" };

/** An event's payload, or a part of one: as GitHub sends it, with what a test changes. */
export interface Payload {
  readonly [key: string]: unknown;
}

/** The example payload of an event and an action, a copy. */
export function examplePayload(event: string, action: string): Payload {
  // The package's types know each event by its own; here every payload is plain data.
  const definition = (examples as unknown as readonly Definition[]).find(({ name }) => name === event);
  const example = definition?.examples.find((payload) => payload.action === action);
  if (example === undefined) throw new Error(`There is no example of ${event} ${action}`);
  return structuredClone(example);
}

interface Definition {
  readonly name: string;
  readonly examples: readonly Payload[];
}

/** A part of a payload. */
export function part(payload: Payload, key: string): Payload {
  return payload[key] as Payload; // the examples have it
}
