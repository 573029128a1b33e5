/**
 * Compares two drawings element by element, property by property. A difference counts as declared only where a rule of
 * MODEL.md ("M1") names it. Must never call two drawings equal because an element is missing from both lists.
 */

type Plain = Readonly<Record<string, unknown>>

export type Difference = {
  readonly id: string
  /** `(element)`: the whole element; `(order)`: its place in the stack. */
  readonly property: string
  readonly ours: unknown
  readonly theirs: unknown
}

export type Comparison = {
  readonly differences: readonly Difference[]
  /** How many differences each rule of MODEL.md explains. */
  readonly declared: ReadonlyMap<string, number>
}

/** `file`: the element as the file has it, where it has one of this id. */
type Rule = (difference: Difference, file: Plain) => boolean

const BOOKKEEPING: Readonly<Record<string, unknown>> = { version: 1, versionNonce: 0, updated: 1 }

/** The differences that MODEL.md declares under M1. */
const RULES: readonly (readonly [name: string, explains: Rule])[] = [
  ['boundElements is derived (M5)', ({ property }) => property === 'boundElements'],
  [
    'left out beside their translation: font, boundElementIds, strokeSharpness',
    ({ property, ours }) =>
      ['font', 'boundElementIds', 'strokeSharpness'].includes(property) && ours === undefined,
  ],
  [
    'version, versionNonce and updated are those of the file',
    ({ property, ours }, file) =>
      property in BOOKKEEPING && ours === (file[property] || BOOKKEEPING[property]),
  ],
  [
    'an index that restore makes anew; the order is the same',
    ({ property, ours, theirs }, file) =>
      property === 'index' && typeof ours === 'string' && file['index'] !== theirs,
  ],
  [
    'an empty text is left out, which restore keeps as deleted',
    ({ property, ours, theirs }) =>
      property === '(element)' && ours === undefined && (theirs as Plain)['isDeleted'] === true,
  ],
]

export async function compareDrawings(
  ours: readonly Plain[],
  theirs: readonly Plain[],
  file: readonly Plain[],
  normaliseLink: (link: string) => Promise<string>,
): Promise<Comparison> {
  const differences: Difference[] = []
  const declared = new Map<string, number>()
  const raw = new Map(file.map((element) => [String(element['id']), element]))
  const note = async (difference: Difference): Promise<void> => {
    const rule = (await isSameLink(difference, normaliseLink))
      ? 'a link stays as it was written'
      : RULES.find(([, explains]) => explains(difference, raw.get(difference.id) ?? {}))?.[0]
    if (rule === undefined) differences.push(difference)
    else declared.set(rule, (declared.get(rule) ?? 0) + 1)
  }
  const byId = new Map(ours.map((element) => [String(element['id']), element]))
  for (const wanted of theirs) {
    const id = String(wanted['id'])
    const mine = byId.get(id)
    byId.delete(id)
    if (mine === undefined) {
      await note({ id, property: '(element)', ours: undefined, theirs: wanted })
      continue
    }
    for (const property of new Set([...Object.keys(mine), ...Object.keys(wanted)])) {
      if (isEqual(mine[property], wanted[property])) continue
      await note({ id, property, ours: mine[property], theirs: wanted[property] })
    }
  }
  for (const [id, mine] of byId) await note({ id, property: '(element)', ours: mine, theirs: undefined })
  const order = (elements: readonly Plain[], other: readonly Plain[]) => {
    const shared = new Set(other.map((element) => element['id']))
    return elements.map((element) => element['id']).filter((id) => shared.has(id))
  }
  const [mine, wanted] = [order(ours, theirs), order(theirs, ours)]
  const first = mine.findIndex((id, i) => id !== wanted[i])
  if (first >= 0) {
    const difference = {
      id: String(mine[first]),
      property: '(order)',
      ours: mine[first],
      theirs: wanted[first],
    }
    await note(difference)
  }
  return { differences, declared }
}

async function isSameLink(
  { property, ours, theirs }: Difference,
  normaliseLink: (link: string) => Promise<string>,
): Promise<boolean> {
  return property === 'link' && typeof ours === 'string' && (await normaliseLink(ours)) === theirs
}

/** Equality of JSON, whatever the order of keys. */
function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [a as Plain, b as Plain]
  const keys = new Set([...Object.keys(left), ...Object.keys(right)])
  return [...keys].every((key) => isEqual(left[key], right[key]))
}
