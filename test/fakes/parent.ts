import type { Zone } from "../../dns/zone.ts";
import { type ReferenceNameserver, startReference } from "../reference-nameservers.ts";
import { zoneOf } from "../zone-text.ts";

/** A parent zone on the loopback address, served by NSD, and a root zone above it. Whoever starts it stops it. */
export interface FakeParent {
  /** Of the root's server. */
  readonly rootPort: number;
  /** Of the parent's server, to which the root refers. */
  readonly parentPort: number;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a parent, `example.`, with a root zone that delegates it.
 *
 * @param delegations records of `example.`, as zone file text: NS, glue and DS of its children
 */
export async function startParent(delegations: string): Promise<FakeParent> {
  const started: ReferenceNameserver[] = [];
  const start = async (zone: Zone) => {
    const nameserver = await startReference("nsd", [zone]);
    started.push(nameserver);
    return nameserver.port;
  };
  const stop = async () => {
    await Promise.all(started.map((nameserver) => nameserver.stop()));
  };
  try {
    const parentPort = await start(zoneOf("example.", `${APEX}${delegations}`));
    const rootPort = await start(zoneOf(".", ROOT_ZONE));
    return { rootPort, parentPort, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const APEX = `@ 3600 IN SOA ns.nic.example. hostmaster.nic.example. 1 3600 600 86400 300
@ 3600 IN NS ns.nic.example.
ns.nic 3600 IN A 127.0.0.1
`;

const ROOT_ZONE = `@ 3600 IN SOA a.root. hostmaster.root. 1 3600 600 86400 300
@ 3600 IN NS a.root.
a.root. 3600 IN A 127.0.0.1
example. 3600 IN NS ns.nic.example.
ns.nic.example. 3600 IN A 127.0.0.1
`;
