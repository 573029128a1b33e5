/** Lists of lines that several people edit: what one changed goes into the list as it is by then. Pure. */

/** What somebody typed, as one line of the protocol's. */
export const asLine = (text: string) => text.replaceAll(/\p{Cc}+/gu, ' ').trim()

/**
 * The list with one line changed, or without it where it is empty now. Others may have changed the list meanwhile: the
 * line is where it was, else where it has moved; where it is gone, what was typed is put at the end.
 */
export function withLine(
  lines: readonly string[],
  { index, before, after }: { readonly index: number; readonly before: string; readonly after: string },
): string[] {
  const at = lines[index] === before ? index : lines.indexOf(before)
  if (at === -1) return after === '' ? [...lines] : [...lines, after]
  return after === '' ? lines.toSpliced(at, 1) : lines.with(at, after)
}
