import type { Answer, Question } from "./endpoint.ts";

const DEFAULT_SIZE = 30;
const MOST_SIZE = 100;

/** One page of a list, with the header `Link` where there are more, as GitHub gives it. */
export function page<Item>(
  { address }: Question,
  items: readonly Item[],
  wrap: (items: readonly Item[]) => unknown = (all) => all,
): Answer {
  const size = Math.min(MOST_SIZE, Number(address.searchParams.get("per_page") ?? DEFAULT_SIZE));
  const number = Number(address.searchParams.get("page") ?? 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (to: number, rel: string) => {
    const url = new URL(address);
    url.searchParams.set("page", String(to));
    return `<${url.href}>; rel="${rel}"`;
  };
  const links = number < last ? [link(number + 1, "next"), link(last, "last")] : [];
  if (number > 1) links.push(link(number - 1, "prev"), link(1, "first"));
  return {
    status: 200,
    ...(links.length === 0 ? {} : { headers: { link: links.join(", ") } }),
    json: wrap(items.slice((number - 1) * size, number * size)),
  };
}
