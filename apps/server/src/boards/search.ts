/** How titles are searched. Pure: the query itself is in list.ts. */

/** A pattern for LIKE that finds `part` as it stands: a person's `%` is a per cent sign. Its escape is `\`. */
export function likePattern(part: string): string {
  return `%${part.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
}
