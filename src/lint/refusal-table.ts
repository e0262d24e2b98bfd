/**
 * What is refused because it cannot be read or served, a line each: id, what it is, how to mend it, and where that comes
 * from. By subject: YAML, includes, zones and settings, invariants, names, records, octoDNS, types, zone files, fly.toml.
 */
export const REFUSAL_TABLE = `
yaml-syntax | Text that is no YAML | Look at the place: mostly an indent, a quote or a colon is wrong. | YAML 1.2
yaml-duplicate-key | A key that stands twice in a mapping; octoDNS would lose the first | Put both into one, as a list of records.
yaml-encoding | A file that is not UTF-8, or has characters that YAML does not allow | Save it as UTF-8. | YAML 1.2 §5
yaml-key | A key that is no plain text | Write names and keys as texts.
yaml-merge | A merge \`<<\` of something that is no mapping | Merge a mapping, or a list of mappings.
yaml-alias | An alias without its anchor | Put the anchor before the value that the alias stands for.
yaml-alias-bomb | Aliases, merges and includes that make more than a zone can be | Write the values out, or split the zone.
yaml-documents | More than one YAML document in a file | Keep one; the line --- begins another.
yaml-tag | A YAML tag that is not known | Remove it. \`!include\` is the only one.
include-escape | An include out of the folder of the zones | Keep everything that is included in that folder.
include-missing | An include of a file that is not there | Correct the path; it is relative to the file that names it.
include-circle | A file that includes itself, directly or through others | Take out one of the includes.
include-depth | Includes that nest too deep | Include fewer files in each other.
include-kind | An include of something that does not fit where it stands | Include a mapping where a mapping is wanted.
include-argument | An argument of an include that the file does not know, or one that is missing | Write what the file asks for under \`$arguments\`.
template-missing | A zone that is made of a file that is not there | Correct the path; it begins in the folder of the zones.
template-twice | A zone with two templates | Keep one; what else the zone has belongs into a file of its own.
template-key | A key of templates or included files in the file of a zone | Remove it, or let the name of the file begin with _.
placeholder-unknown | A word in braces that stands for nothing | Correct its spelling; a brace that is meant is doubled.
placeholder-brace | A brace without the other in a template | Double a brace that is meant.
add-differs | A record that is added to another with another TTL or other remarks | Say it in one of the two places. | RFC 2181 §5.2
expires-value | A day of \`expires\` that is none | Write it as 2027-03-01.
remark-value | Words about a value that the record does not have | Write the value as it stands in the record, or remove the entry.
ptr-value | A \`ptr\` that is neither true, false nor a name, or stands at a record without an address | Write true, false or a name with its final dot, at A or AAAA.
reverse-zone-name | \`reverse: auto\` at a zone whose name is that of no addresses | Write it at a zone below in-addr.arpa or ip6.arpa. | RFC 1035 §3.5
remark-name | Words about a name that is none of the zone's | Write the name as in the zone's file; '' is all of the zone.
variable-unknown | A variable such as \`$web\` that \`_config.yaml\` does not have | Correct its spelling, or write it under \`names\`.
variable-kind | A variable that does not fit where it stands, or stands for something it cannot | Write an address where one belongs, and a name where one belongs.
variable-unused | A variable that no record has | Remove it.
file-unreadable | A file that cannot be read | Look at its permissions.
file-filtered | A file that a filter of git keeps in another form, such as Git LFS | Take the zones out of the filter in .gitattributes and commit them as they are.
empty-file | A zone file without anything in it | Write {} if the zone has nothing but SOA and NS.
no-zones | A folder without any zone | Add a file named after a zone, such as example.com.yaml.
zones-too-large | Zones in a pull request that are larger than a trusted run reads | Split the change, or the zones.
zone-name | A file that is named after no zone | Name it after a zone, or let its name begin with _.
wrong-kind | A text where a mapping is wanted, or the other way round | Look at the example in the problem.
unknown-key | A key that means nothing | Correct its spelling, or remove it.
missing-key | A key that has to be there | Add it.
missing-value | A key without a value | Write the value, or remove the key.
duplicate-item | The same item twice in a list | Keep one of them.
config-value | A setting that cannot be what it is | Write what the problem expects.
config-unknown-zone | Settings for a zone that has no file | Correct the name, or remove the settings.
catalog-name | A catalog of zones whose name cannot be its | Give it a name of its own, such as catalog.example.
invariant-name | An invariant whose name cannot stand in its label | Write letters a to z, digits and hyphens, 25 characters at most.
invariant-kind | An invariant that demands nothing, or two things | Write one kind; \`zonepipe explain invariants\` has them.
invariant-scope | A key that narrows nothing in an invariant of its kind, or one that is missing | Write what the problem says; \`zonepipe explain invariants\` has the keys of each kind.
invariant-value | Something in an invariant that cannot be what it is | Write what the problem expects.
invariant-place | An invariant about a name or zone that lies in none of the zones | Correct the name, or remove the invariant with its zone.
nameserver-address-differs | A nameserver with other addresses in the zone than in \`_config.yaml\` | Write the same in both places, or only in \`_config.yaml\`.
unknown-rule | A rule that does not exist is set or turned off | Correct its spelling. \`zonepipe explain\` lists the rules.
firm-rule | A rule is set or turned off that nothing turns off | Mend what it found.
empty-label | A name with two dots in a row, or one at its start | Write one dot between two labels. | RFC 1035 §3.1
label-length | A label of more than 63 octets | Shorten it. | RFC 1035 §2.3.4
name-length | A name of more than 255 octets | Shorten it. | RFC 1035 §2.3.4
bad-escape | A backslash in a name or text that begins no escape | Write \\DDD with three digits up to 255, or a backslash and one other character. | RFC 1035 §5.1
relative-name | A name without its final dot where there is nothing to complete it with | Write the whole name with a dot at its end. | RFC 1035 §5.1
idna-invalid | A name with letters that make no international name | Write letters of one script, or the A-label, which begins with xn--. | RFC 5891
name-at-sign | @ as a name | Write '' for the zone's own name, and the zone's name in values.
name-trailing-dot | A name with a dot at its end | Write it relative to the zone.
missing-type | A record without a type | Add \`type: …\`.
unknown-type | A type that does not exist | Correct its spelling; any type may be written as TYPE and its number. | RFC 3597 §5
soa-in-zone | A SOA in YAML | Remove it: it is made of \`_config.yaml\`, and its serial is ours.
zonemd-in-zone | A ZONEMD in YAML | Remove it: it is made when the zone is rendered. | RFC 8976
duplicate-rrset | A name and type that stand in two places | Write all values in one place. | RFC 2181 §5
value-and-values | A record with both value and values | Write all of them under \`values:\`.
single-value | Several values for a type that takes one | Write \`value: …\`.
ttl-range | A TTL that is no number from 0 to 2147483647 | Write seconds in decimal digits. | RFC 2181 §8
semicolon-escaped-twice | A semicolon in TXT with two backslashes | Write the semicolon alone.
txt-string-length | A string of more than 255 octets where it cannot be split | Write several strings. | RFC 1035 §3.3
txt-unrepresentable | A text that has no octets, or octets that are no text | Write the whole character. | RFC 1035 §5.1
octodns-dynamic | octoDNS' \`dynamic\`, which makes answers by place and health | Write under \`value\` or \`values\` what everybody shall get.
octodns-geo | octoDNS' \`geo\`, which makes answers by place | Write under \`value\` or \`values\` what everybody shall get.
octodns-urlfwd | octoDNS' URLFWD, which only some providers have | Write A and AAAA records of a web server that redirects.
octodns-provider-type | A type that only one provider of octoDNS has | Write records that every nameserver has.
octodns-ignored | octoDNS' \`ignored\`, by which the record would vanish | Remove the record, or the key.
octodns-config | Something in octoDNS' configuration that an import cannot follow | Mend it as the problem says, and import again.
octodns-source | A source of octoDNS whose records an import cannot read | Mend the source, or take it out while you import.
octodns-processor | A processor of octoDNS that an import cannot follow, or that refuses a record | Mend the record, or take the processor out while you import.
octodns-subzone | A record that octoDNS wants in the file of a zone below | Move it there.
octodns-yaml | A name or number without quotes that octoDNS takes for another | Write it in quotes, or the number in plain decimal digits.
octodns-some-targets | A record that only some of octoDNS' targets have | Remove \`excluded\` and \`included\`, or the record.
ipv4-invalid | An IPv4 address that is none | Write four numbers from 0 to 255 with dots between, without leading zeros. | RFC 1035 §3.4.1
ipv6-invalid | An IPv6 address that is none | Write it as in 2001:db8::1. | RFC 4291 §2.2
null-mx-pref | A null MX with a preference that is not 0 | Write \`preference: 0\`. | RFC 7505 §3
srv-null-target | An SRV without a host (".") whose other numbers are not 0 | Write the host of the service, or 0 for each number. | RFC 2782
caa-value | CAA flags, tags or values that authorities cannot read | Write flags 0 or 128, a tag of letters and digits, and a domain or ;. | RFC 8659 §4.1
caa-iodef-url | A CAA iodef that is no URL | Write mailto: and an address, or https: and a URL. | RFC 8659 §4.4
uri-target | A URI without its scheme | Write the whole URI, as in https://www.example.com/. | RFC 7553 §4.4
svcb-keys | SVCB or HTTPS keys that are unknown, come twice or are out of order | Write each registered key once, others as keyNNN. | RFC 9460 §2.2
svcb-mandatory | A mandatory key of SVCB or HTTPS that the record lacks | Add the key, or take it off the list. | RFC 9460 §8
svcb-alias-params | SVCB or HTTPS with svcpriority 0, an alias, and parameters | Remove the parameters, or write a svcpriority of 1 or more. | RFC 9460 §2.4.2
svcb-no-default-alpn | no-default-alpn without alpn | Add alpn, or remove it. | RFC 9460 §7.1.1
tlsa-value | A TLSA or SMIMEA digest of the wrong length | Copy the record again; 3 1 1 is what most servers need. | RFC 6698 §2.1
sshfp-value | An SSHFP fingerprint of the wrong length | Take the line that \`ssh-keygen -r\` prints. | RFC 4255 §3.1.2
ds-value | DS or CDS numbers that are not allowed, or a digest of the wrong length | Copy the record again from the program that made the key. | RFC 4034 §5.1
dnskey-value | A DNSKEY or CDNSKEY whose protocol is not 3, or with another key than its algorithm has | Copy the record again from the program that made the key. | RFC 4034 §2.1
key-value | A KEY without a key whose flags do not say that there is none | Write the key, or 49152 as flags. | RFC 2535 §3.1.2
ipseckey-value | An IPSECKEY whose gateway or key is not what its type or algorithm says | Write a gateway of the type, and a key for every algorithm but 0. | RFC 4025 §2
gpos-value | A GPOS with something that is no decimal number | Write longitude, latitude and altitude as in 116.8652. | RFC 1712 §3
zonemd-mismatch | A published zone file whose ZONEMD is not the digest of its records | Take the file again from where it came; it was changed or cut. | RFC 8976 §4
zonemd-value | A ZONEMD whose digest has the wrong length | Leave it to render, which makes it. | RFC 8976 §2.2
loc-ranges | A place on Earth, a height or a size that LOC cannot hold | Write degrees, minutes, seconds and metres within their ranges. | RFC 1876 §2
generic-rdata | Data after \\# that are no length and hex digits | Write as in \\# 4 c0000201. | RFC 3597 §5
record-head | A record whose TTL, class and type cannot be told apart | Write owner, TTL, class IN, type and data. | RFC 1035 §5.1
type-missing | A record without a type in a zone file | Write its type before its data. | RFC 1035 §5.1
meta-type | A type that stands in messages only | Remove the record. | RFC 6895 §3.1
ttl-missing | A record without a TTL where none can be taken over | Write $TTL at the top. | RFC 2308 §4
owner-missing | A record without an owner where none can be taken over | Write the owner. | RFC 1035 §5.1
owner | An owner that is no name | Write a name, without quotes. | RFC 1035 §5.1
quote | A quote that never ends | Close it in the same line. | RFC 1035 §5.1
parenthesis | Parentheses that do not fit together | Close each one that is open. | RFC 1035 §5.1
nul-octet | An octet 0 in a zone file | Write it as \\000. | RFC 1035 §5.1
directive | A line that begins with $ and is no directive | Write $ORIGIN, $TTL, $INCLUDE or $GENERATE. | RFC 1035 §5.1
origin | An $ORIGIN that is no name | Write a name. | RFC 1035 §5.1
ttl | A $TTL that is no number of seconds | Write seconds. | RFC 2308 §4
include | An $INCLUDE of what is not to be had | A zone file may include files of its own folder. | RFC 1035 §5.1
generate | A $GENERATE that cannot be carried out | Write a range as 1-10, a name, a type and data.
generate-limit | A $GENERATE that makes too many records | Write a smaller range.
too-many-problems | So many problems in a zone file that the rest is not told | Mend the first ones.
zone-file-raw | A zone file in BIND's binary form | Write it as text with named-compilezone.
named-conf | A named.conf of BIND that cannot be read, or a zone in it without its file | Look at the place; \`named-checkconf\` reads it as BIND does. | BIND 9 ARM
zone-twice | Two files, or two views, with the same zone | Keep one of them.
layout | A part of a file that \`zonepipe fmt\` leaves as it is written | Write it without rare forms of YAML; an anchor stands before its aliases.
one-record | A line with no record, or with several | Write one record.
fly-toml-syntax | A fly.toml that is no TOML | Look at the place; \`fly config validate\` reads it as Fly.io does. | TOML 1.0
fly-app | An app's name in fly.toml that none can have | Write what \`fly apps list\` shows. | Fly.io app configuration
fly-region | A fly.toml without a region for its first machine | Write for example \`primary_region = "iad"\`. | Fly.io app configuration
fly-build | A \`[build]\` in fly.toml that makes another image than the one with the zones | Remove it. | Fly.io app configuration
fly-containers | Machines of several containers, of which a release replaces one image | Remove \`machine_config\` and \`container\`. | Fly.io app configuration
fly-release-command | A command in \`[deploy]\` that flyctl runs in every call, on the way back as well | Remove it. | Fly.io app configuration
fly-strategy | Another strategy than rolling in fly.toml | Write \`strategy = "rolling"\`: the canary and the way back are ours. | Fly.io app configuration
fly-env | A variable in fly.toml whose name begins with FLY_ | Call it otherwise: Fly.io keeps these for itself. | Fly.io app configuration
fly-udp-host | UDP that is answered from another address than fly-global-services | Write \`DNS_UDP_HOST = "fly-global-services"\` under \`[env]\`. | Fly.io app configuration
fly-tcp-host | TCP on an address where Fly.io does not bring it | Remove DNS_TCP_HOST, or write 0.0.0.0. | Fly.io app configuration
fly-udp-port | UDP on another port than 53; Fly.io changes no port of UDP | Write 53 inside and outside. | Fly.io app configuration
fly-tcp-port | A service for TCP on port 53 without a port inside | Write the service as in the example. | Fly.io app configuration
fly-udp-service | No service for UDP on port 53 | Write the service as in the example. | Fly.io app configuration
fly-tcp-service | No service for TCP on port 53, without which no truncated answer can be had | Write the service as in the example. | Fly.io app configuration
fly-handlers | Handlers on port 53 that speak something else than DNS | Remove them. | Fly.io app configuration
fly-proxy | One half of the PROXY protocol without the other, or its version 1: nothing would be answered over TCP | Write both as in the example. | Fly.io app configuration
fly-auto-stop | Machines that stop when nobody asks; a query over UDP starts none | Write \`auto_stop_machines = "off"\`. | Fly.io app configuration
fly-http-service | An \`http_service\` on a nameserver, which has no pages | Remove it. | Fly.io app configuration
fly-readiness | No check on /readyz, so that a release waits for nothing | Write the check as in the example. | Fly.io app configuration
fly-kill-signal | Another signal than SIGTERM to end the server | Write \`kill_signal = "SIGTERM"\`. | Fly.io app configuration
fly-kill-timeout | Less time to end than the server still answers for | Write \`kill_timeout = "15s"\`. | Fly.io app configuration
fly-memory | A machine with less memory than was measured | Write \`memory = "256mb"\` or more. | Fly.io app configuration
fly-processes | Several groups of processes, whose machines all have the image of the zones | Give what else runs an app of its own. | Fly.io app configuration
fly-command | A command in fly.toml in the place of the image's own, or an empty one | Remove it. | Fly.io app configuration
fly-volume | A volume for a nameserver, which keeps nothing | Remove \`[mounts]\`. | Fly.io app configuration
fly-restart | A machine that does not come back when it ends | Write \`policy = "always"\`. | Fly.io app configuration
fly-unavailable | Several machines that are away at the same time in a deployment by hand | Write \`max_unavailable = 1\`. | Fly.io app configuration
`;
