import { isForDocumentation } from "../lint/special-addresses.ts";
import type { Nameserver } from "../verify/types.ts";
import type { Finding } from "./failure.ts";
import type { FlyAddress } from "./fly/fly.ts";

/** Whether an app has the addresses that its nameservers are said to have, and whether they carry DNS. */
export function checkAddresses(
  app: string,
  addresses: readonly FlyAddress[],
  nameservers: readonly Nameserver[],
): Finding[] {
  const dedicated = addresses.filter(({ kind }) => kind === "v4").map(({ address }) => address);
  if (dedicated.length === 0) {
    return [
      {
        what: `${app} has no dedicated IPv4 address, and UDP reaches it by no other; one costs $2 a month`,
        run: `fly ips allocate-v4 --yes -a ${app} (or give the input "allow-ip-allocation": true)`,
      },
    ];
  }
  if (nameservers.length === 0) {
    const list = dedicated.join(", ");
    return [
      {
        what: `_config.yaml says no address at which ${app} answers, so nobody could ask whether it does; it has ${list}`,
        run: `write nameservers: [{name: ns1.example.com., addresses: [${list}], app: ${app}}] with your nameserver's name`,
      },
    ];
  }
  return [...wrong(app, addresses, dedicated, nameservers), ...unused(app, dedicated, nameservers)];
}

function wrong(
  app: string,
  addresses: readonly FlyAddress[],
  dedicated: readonly string[],
  nameservers: readonly Nameserver[],
): Finding[] {
  return nameservers.flatMap(({ name, address }) => {
    const kind = addresses.find((each) => each.address === address)?.kind;
    if (kind === "v4") return [];
    const run = `write ${dedicated.join(" or ")} for ${name} in _config.yaml`;
    switch (kind) {
      case undefined:
        if (isForDocumentation(address))
          return [{ what: `${address} of ${name} is a stand-in, where nobody can answer`, run }];
        return [{ what: `${name} is said to answer at ${address}, which is no address of ${app}`, run }];
      case "shared_v4":
        return [{ what: `${address} of ${name} is shared with other apps, and carries no DNS`, run }];
      case "v6":
      case "private_v6":
      case "egress_v4":
      case "egress_v6":
        return [
          {
            what: `${address} of ${name} carries no UDP: Fly.io brings it to dedicated IPv4 addresses only`,
            run,
          },
        ];
      default:
        return kind satisfies never;
    }
  });
}

function unused(app: string, dedicated: readonly string[], nameservers: readonly Nameserver[]): Finding[] {
  return dedicated
    .filter((address) => !nameservers.some((each) => each.address === address))
    .map((address) => ({
      warning: `${app} has the address ${address}, which costs $2 a month and is of no nameserver in _config.yaml`,
    }));
}
