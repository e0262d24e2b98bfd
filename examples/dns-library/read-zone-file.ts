import { decode, isName, parseName, parseZoneFile, printName, printProblem } from "zonepipe/dns";

const text = `
$TTL 3600
@      MX    10 mail
mail   A     192.0.2.25
www    A     192.0.2.256
`;
const origin = parseName("example.com.");
if (!isName(origin)) throw new Error(origin.message);
const { records, problems } = parseZoneFile({
  file: "example.com.zone",
  bytes: new TextEncoder().encode(text),
  origin,
});
for (const problem of problems) console.log(printProblem(problem));
for (const { owner, type, rdata } of records) {
  const data = decode(type, rdata);
  if (data.type === "MX") console.log(`${printName(owner)} has mail at ${printName(data.exchange)}`);
}
