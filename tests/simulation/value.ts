/** Values as strings that are equal where the values are. Pure. */

/** What is absent, undefined and null are one; the order of an object's keys says nothing. */
export function textOf(value: unknown): string {
  return JSON.stringify(value ?? null, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}

export function isSame(a: unknown, b: unknown): boolean {
  return a === b || textOf(a) === textOf(b)
}
