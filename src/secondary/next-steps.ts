import { keyName } from "../../dns/tsig/key.ts";
import type { OrderedKey } from "./add-secondary.ts";
import { nameOfKey, variableOf } from "./secondary-keys.ts";

/** Where the secondary listens for NOTIFY, as `192.0.2.53:53` or `[2001:db8::53]:53`; none where nobody said so. */
export interface NotifyPlace {
  readonly at?: string;
}

/** What is left to do on our side, in lines for a person. */
export function nextSteps(
  { key, staged, all }: OrderedKey,
  apps: readonly string[],
  { at }: NotifyPlace,
): string {
  const names = all.map((each) => keyName(nameOfKey(each)));
  const newest = keyName(nameOfKey(key));
  const older = all.filter(({ number }) => number < key.number);
  const steps = [
    `In fly.toml of ${apps.join(", ")}, under [env], beside what stands there for others:`,
    `  DNS_ALLOW_TRANSFER = "${names.join(" ")}"`,
    at === undefined
      ? `  DNS_NOTIFY = "ADDRESS:PORT,${newest}"   with the address at which it takes NOTIFY`
      : `  DNS_NOTIFY = "${at},${newest}"`,
    ...(staged.length === 0
      ? []
      : ["Commit that: the key counts from the next deployment on, and so does what fly.toml says."]),
    ...older.flatMap((old) => [
      `When the secondary uses ${newest}, take ${keyName(nameOfKey(old))} out of DNS_ALLOW_TRANSFER, and away:`,
      ...apps.map((app) => `  fly secrets unset --stage ${variableOf(old)} -a ${app}`),
    ]),
  ];
  return `${steps.join("\n")}\n`;
}
