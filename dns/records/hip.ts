import { hostIdentity, hostIdentityTag, keyAlgorithm, rendezvousServers } from "../fields/host-identity.ts";
import { recordType } from "./record-type.ts";

/** Host identity: tag, public key and rendezvous servers of a host (RFC 8005 §5). */
export const HIP = recordType({
  type: "HIP",
  code: 55,
  rfc: "RFC 8005 §5",
  about: "Identity and rendezvous servers of a host (HIP)",
  example: "2 200100107b1a74df365639cc39f1d578 AwEAAbdxyhNuSutc5EMzxTs9LBPCIkOFH8cIvM4p rvs.example.com.",
  fields: {
    pk_algorithm: keyAlgorithm,
    hit: hostIdentityTag,
    public_key: hostIdentity,
    rendezvous_servers: rendezvousServers,
  },
  describe: {
    pk_algorithm: "1 for DSA, 2 for RSA, 3 for ECDSA",
    hit: "Host identity tag in hex digits",
    public_key: "Public key in Base64",
    rendezvous_servers: "Names of servers that know where the host is, in the order of preference",
  },
});
