/** The text with stars in the place of these secrets, of their parts, and of whatever looks like a token of Fly.io. */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  // A token is "FlyV1" and macaroons apart by commas; a program may print one of them.
  const parts = secrets.flatMap((secret) => [secret, ...secret.split(/[\s,]+/)]);
  const long = parts.filter((part) => part.length >= LEAST).sort((a, b) => b.length - a.length);
  const hidden = long.reduce((left, part) => left.replaceAll(part, STARS), text);
  return hidden.replace(/\bf(?:m[12][ar]?|o1)_[A-Za-z0-9+/=_-]{8,}/g, STARS);
}

const LEAST = 8; // characters; shorter parts are words such as FlyV1
const STARS = "***";
