/** A browser's storage in memory, and one that the browser forbids. Must never be imported by what ships. */

export function fakeStorage(): Storage {
  const kept = new Map<string, string>()
  return {
    get length() {
      return kept.size
    },
    clear: () => kept.clear(),
    getItem: (key) => kept.get(key) ?? null,
    key: (index) => [...kept.keys()][index] ?? null,
    removeItem: (key) => kept.delete(key),
    setItem: (key, value) => kept.set(key, value),
  }
}

export function forbiddenStorage(): Storage {
  const refuse = () => {
    throw new DOMException('denied', 'SecurityError')
  }
  return Object.assign(fakeStorage(), { getItem: refuse, setItem: refuse, removeItem: refuse })
}
