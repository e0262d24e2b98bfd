import type { SecondaryProof } from "../secondaries/follow.ts";

/** The secondary answers every zone of its as it should. */
export function isFollowing({ zones }: SecondaryProof): boolean {
  return zones.every(({ standing }) => standing.kind === "follows");
}

/** `2 of 3 secondaries follow` */
export function secondariesInBrief(secondaries: readonly SecondaryProof[]): string {
  const following = secondaries.filter(isFollowing).length;
  const [noun, verb] = secondaries.length === 1 ? ["secondary", "follows"] : ["secondaries", "follow"];
  return `${following} of ${secondaries.length} ${noun} ${verb}`;
}
