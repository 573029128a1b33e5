/**
 * How elements name each other: bindings, containers, frames, groups. Both ways of breaking them are mended here:
 * names that lead nowhere are cleared, and names that change are changed everywhere.
 */
import type { Binding, BoardElement } from './element.ts'

type Names = ReadonlyMap<string, string>
type References = {
  frameId: string | null
  groupIds?: readonly string[]
  startBinding?: Binding | null
  endBinding?: Binding | null
  containerId?: string | null
}

/** The element with the ids and groups that it names replaced by what they are called now; its own id stays. */
export function renameReferences(element: BoardElement, ids: Names, groups: Names): BoardElement {
  const follow = (id: string | null) => (id === null ? null : (ids.get(id) ?? id))
  const end = (binding: Binding | null | undefined) =>
    binding ? { ...binding, elementId: ids.get(binding.elementId) ?? binding.elementId } : null
  const references: References = {
    frameId: follow(element.frameId),
    groupIds: element.groupIds.map((group) => groups.get(group) ?? group),
  }
  if (element.startBinding !== undefined) references.startBinding = end(element.startBinding)
  if (element.endBinding !== undefined) references.endBinding = end(element.endBinding)
  if (element.containerId !== undefined) references.containerId = follow(element.containerId)
  return { ...element, ...references }
}

/**
 * The elements without names that lead nowhere, as Excalidraw's restore repairs a file. `labels`: by text id, the
 * container that lists it in its own `boundElements`, for old texts that do not say it themselves.
 */
export function mendReferences(elements: readonly BoardElement[], labels: Names): BoardElement[] {
  const present = new Set(elements.map((element) => element.id))
  const end = (binding: Binding | null | undefined) =>
    binding && present.has(binding.elementId) ? binding : null
  return elements.map((element): BoardElement => {
    const { frameId } = element
    const references: References = { frameId: frameId !== null && present.has(frameId) ? frameId : null }
    if (element.type === 'arrow') {
      references.startBinding = end(element.startBinding)
      references.endBinding = end(element.endBinding)
    } else if (element.type === 'text') {
      const containerId = element.containerId ?? labels.get(element.id)
      references.containerId = containerId && present.has(containerId) ? containerId : null
    }
    return { ...element, ...references }
  })
}
