/** What each RFC is about that the code names, in our own few words. */
export const RFC_SUBJECTS: ReadonlyMap<number, string> = new Map(
  `
862 echo
864 character generator
865 quote of the day
866 active users
867 daytime
868 time of day
952 names of hosts
974 mail and MX, as it was
1010 assigned numbers, as they were
1034 the DNS: concepts
1035 the DNS: messages, types, zone files
1122 requirements for hosts: the layers below
1123 requirements for hosts
1183 AFSDB, RP, X25, ISDN, RT
1348 NSAP-PTR
1706 NSAP
1712 GPOS
1876 LOC
1912 common mistakes
1918 private IPv4 addresses
1982 arithmetic of serials
1995 IXFR
1996 NOTIFY
2104 HMAC
2136 dynamic updates
2163 PX
2181 clarifications: RRsets, TTLs, names
2182 choosing secondaries
2230 KX
2308 negative answers
2317 reverse zones without a class
2535 DNSSEC as it was: KEY, SIG, NXT
2606 reserved names
2782 SRV
2874 A6
2931 SIG(0)
3110 RSA in DNSSEC
3123 APL
3225 the DO bit
3244 changing passwords of Kerberos
3339 times on the Internet
3402 NAPTR: the algorithm
3403 NAPTR: the record
3445 KEY restricted
3596 AAAA
3597 unknown types
3629 UTF-8
3755 NXT, SIG and KEY give way
3849 IPv6 addresses for documents
3915 grace periods of registrations
3927 link-local IPv4 addresses
3986 URIs
4007 scopes of IPv6 addresses
4025 IPSECKEY
4034 DNSSEC: the records
4035 DNSSEC: the protocol
4183 reverse zones, another form
4193 unique local IPv6 addresses
4255 SSHFP
4291 IPv6 addresses
4343 upper and lower case
4398 CERT
4408 SPF as it was
4431 DLV
4509 SHA-256 in DS
4592 wildcards
4632 CIDR
4648 base 16, 32 and 64
4701 DHCID
4892 naming an instance
5001 NSID
5011 trust anchors that roll
5155 NSEC3
5321 SMTP
5322 mail messages
5452 resistance against forged answers
5617 ADSP
5702 RSA with SHA-2 in DNSSEC
5737 IPv4 addresses for documents
5864 SRV for AFS
5890 IDNA: definitions
5891 IDNA: the protocol
5915 private keys of elliptic curves
5936 AXFR
5952 IPv6 addresses as text
5958 private keys as PKCS#8
6303 zones that are served locally
6335 names and numbers of ports
6376 DKIM
6563 A6 is history
6594 SHA-256 and ECDSA in SSHFP
6598 shared IPv4 addresses
6604 response codes along an alias
6605 ECDSA in DNSSEC
6651 reports of DKIM
6672 DNAME
6698 TLSA
6742 ILNP
6761 special names
6763 service discovery
6781 running DNSSEC
6840 DNSSEC, clarified
6890 special addresses
6891 EDNS
6895 IANA considerations
6901 JSON Pointer
6943 comparing identifiers
6979 ECDSA without chance
7043 EUI48 and EUI64
7095 jCard
7208 SPF
7344 CDS and CDNSKEY
7477 CSYNC
7480 RDAP over HTTP
7489 DMARC as it was
7505 the null MX
7518 keys as JSON
7553 URI
7583 the timing of key roll-overs
7671 TLSA in use
7672 TLSA for mail
7766 TCP
7828 edns-tcp-keepalive
7873 DNS cookies
7929 OPENPGPKEY
8005 HIP
8020 NXDOMAIN: nothing below
8032 Ed25519
8056 EPP's statuses in RDAP
8078 the first and the last DS by CDS
8080 Ed25519 in DNSSEC
8162 SMIMEA
8198 answers out of cached NSEC
8301 keys and algorithms of DKIM
8410 Ed25519 in PKCS#8
8460 TLS-RPT
8461 MTA-STS
8463 Ed25519 in DKIM
8482 minimal answers to ANY
8552 names that begin with _
8659 CAA
8749 DLV is history
8767 stale answers
8777 AMTRELAY
8901 DNSSEC with several signers
8914 extended errors
8945 TSIG
8976 ZONEMD
9018 server cookies that interoperate
9077 TTLs of denials
9082 queries of RDAP
9083 answers of RDAP
9110 HTTP
9210 requirements for TCP
9224 who answers RDAP
9276 parameters of NSEC3
9432 catalogs of zones
9460 SVCB and HTTPS
9461 SVCB for nameservers
9471 glue in referrals
9495 CAA for mail
9540 probing for encrypted transports
9606 RESINFO
9615 bootstrapping of DNSSEC
9637 IPv6 addresses for documents, more of them
9715 avoiding fragments
9859 DSYNC
9886 identifiers of drones
9904 algorithms of DNSSEC
9905 SHA-1 in DNSSEC
9906 GOST in DNSSEC
9989 DMARC
`
    .trim()
    .split("\n")
    .map((line) => {
      const space = line.indexOf(" ");
      return [Number(line.slice(0, space)), line.slice(space + 1)];
    }),
);
