/**
 * A zone with a name for every kind of answer, and delegations to `secure` and `insecure`. `ds` are the DS records of
 * the child `secure`.
 */
export function parentZone(ds: string): string {
  return `$TTL 300
@ SOA ns1 hostmaster 1 7200 3600 1209600 300
@ NS ns1
@ MX 10 mail
@ CAA 0 issue "ca.example.net"
ns1 A 192.0.2.1
mail A 192.0.2.2
mail AAAA 2001:db8::2
www A 192.0.2.3
two-steps CNAME alias
alias CNAME www
gone CNAME nothing
*.wild A 192.0.2.4
*.wild-alias CNAME www
a.b.ent A 192.0.2.5
old DNAME new
www.new A 192.0.2.6
${[..."abcdefgh"].map((letter) => `big TXT "${letter.repeat(250)}"\n`).join("")}
secure NS ns.secure
ns.secure A 192.0.2.7
insecure NS ns.insecure
ns.insecure A 192.0.2.8
${ds}`;
}

/** A zone to be delegated to. */
export const CHILD_ZONE = `$TTL 300
@ SOA ns hostmaster 1 7200 3600 1209600 300
@ NS ns
ns A 192.0.2.7
www A 192.0.2.9
`;
