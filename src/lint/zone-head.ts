/** How the zone files begin that show rules: four lines of what every zone has. */
export const ZONE_HEAD = `$TTL 3600
@ SOA ns1.example.net. hostmaster 1 86400 7200 3600000 3600
@ NS ns1.example.net.
@ NS ns2.example.net.
`;
