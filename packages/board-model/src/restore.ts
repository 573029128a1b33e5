/**
 * The drawing as it was at an earlier moment, made again by changes to the drawing as it is (H4): what came since is
 * deleted, what went comes back, what differs gets its old properties. Nothing is taken out of the document, so that
 * the restore itself can be taken back, and what others do meanwhile merges with it.
 */
import * as Y from 'yjs'
import { elementsOf, isSupported } from './document.ts'
import type { BoardElement } from './element.ts'
import { sameValue } from './json.ts'
import { readElement } from './read.ts'
import type { BoardScene } from './scene.ts'
import { replaceElement, writeChanges } from './write.ts'
import type { ElementChange } from './write.ts'

/** What the document derives, and what is one canvas' own matter (M9): no change can make them what they were. */
const NOT_WRITTEN: ReadonlySet<string> = new Set([
  'version',
  'versionNonce',
  'updated',
  'boundElements',
  'status',
])

/** Whether two elements are the same drawing. Of deleted ones nothing is seen. */
function looksLike(a: BoardElement, b: BoardElement): boolean {
  if (a.isDeleted && b.isDeleted) return true
  for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
    if (!NOT_WRITTEN.has(name) && !sameValue(a[name], b[name])) return false
  }
  return true
}

/** What has to change in `live` so that it shows what `then` shows. */
export function changesTo(live: BoardScene, then: BoardScene): ElementChange[] {
  const changes: ElementChange[] = []
  for (const before of live.all()) {
    if (!before.isDeleted && !then.get(before.id))
      changes.push({ before, after: { ...before, isDeleted: true } })
  }
  for (const element of then.all()) {
    const before = live.get(element.id)
    if (before ? looksLike(before, element) : element.isDeleted) continue
    // Of what was deleted then, the deletion alone: whoever takes it back finds it as it is.
    const after = element.isDeleted && before ? { ...before, isDeleted: true } : element
    changes.push({ before, after })
  }
  return changes
}

/**
 * Makes these changes in one transaction, within which nothing else may have been changed since they were told. On a
 * document of a newer version this writes nothing (M14).
 */
export function restoreElements(
  doc: Y.Doc,
  changes: readonly ElementChange[],
  { origin }: { origin: unknown },
): void {
  if (!isSupported(doc)) return
  doc.transact(() => {
    writeChanges(doc, changes, { origin, keepVersions: true })
    for (const { after } of changes) {
      const wanted = after as BoardElement
      // Once more, from what came of it: what was purged is filled beside what others changed of it since.
      if (!stands(doc, wanted)) writeChanges(doc, [{ before: undefined, after: wanted }], { origin })
      // Two made different elements under one id, or what stands there is no element.
      if (!stands(doc, wanted)) replaceElement(doc, wanted)
    }
  }, origin)
}

/** Whether the document shows this element. */
function stands(doc: Y.Doc, wanted: BoardElement): boolean {
  const entry = elementsOf(doc).get(wanted.id)
  const element = entry instanceof Y.Map ? readElement(wanted.id, entry) : undefined
  return element !== undefined && looksLike(element, wanted)
}
