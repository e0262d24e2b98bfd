/** Questions to the zone under test: one for every kind of answer. */
export const QUESTIONS = [
  "year.example. SOA",
  "www.year.example. A", // there is data
  "www.year.example. MX", // there is none of this type
  "nothing.year.example. A", // there is no such name
  "x.wild.year.example. A", // a wildcard
  "x.wild.year.example. MX", // a wildcard without this type
  "b.ent.year.example. A", // an empty non-terminal
  "safe.year.example. DS", // a delegation to a zone that is signed
  "a.safe.year.example. A",
  "plain.year.example. DS", // and to one that is not
  "a.plain.year.example. A",
] as const;

/** Those that real validators are asked: what they get for the others is a referral, which these lead to themselves. */
export const ASKED = QUESTIONS.filter((question) => !question.startsWith("a."));

/** See `judgeMixture`. */
export const KEYS_QUESTION = "year.example. DNSKEY";
/** See `judgeMixture`. */
export const DS_QUESTION = "year.example. DS";
/** See `judgeMixture`. */
export const PARENT_KEYS = "example. DNSKEY";
