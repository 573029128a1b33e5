/**
 * A list of lines that several people edit at a time: each line has an id, and one line is added, edited or removed, never
 * the list sent whole, so that two who edit different lines both keep theirs. Pure.
 */
import { z } from 'zod'
import { thingIdSchema } from './ids.ts'

export type Line = { readonly id: string; readonly text: string }

type Text = z.ZodType<string>

/** A list as the state has it. `most`: how many lines. */
export const linesOf = (text: Text, most: number) =>
  z
    .array(z.object({ id: thingIdSchema, text }))
    .max(most)
    .readonly()

const addSchema = (text: Text) =>
  z.object({
    change: z.literal('add'),
    text,
    /** null, or one that is not there any more: behind all others. */
    before: thingIdSchema.nullable(),
  })
const editSchema = (text: Text) => z.object({ change: z.literal('edit'), line: thingIdSchema, text })
const removeSchema = z.object({ change: z.literal('remove'), line: thingIdSchema })

/** What may be asked of a list in one command: all of it is done, or nothing. Each line goes and comes at most once. */
export const lineRequestsOf = (text: Text, most: number) =>
  z.array(z.discriminatedUnion('change', [addSchema(text), editSchema(text), removeSchema])).max(2 * most)

export type LineRequest = z.infer<ReturnType<typeof lineRequestsOf>>[number]

/** What was done to a list: a line that was added has its id by then. */
export const lineChangesOf = (text: Text, most: number) =>
  z
    .array(
      z.discriminatedUnion('change', [
        addSchema(text).extend({ line: thingIdSchema }),
        editSchema(text),
        removeSchema,
      ]),
    )
    .max(2 * most)

export type LineChange = z.infer<ReturnType<typeof lineChangesOf>>[number]

/**
 * The lines of a list that an event holds whole: each is called by the event's `seq` and its place, so that whoever applies
 * the event calls it the same.
 */
export function linesFrom(texts: readonly string[], seq: number): Line[] {
  return texts.map((text, place) => ({ id: `${seq}-${place}`.padStart(22, '_'), text }))
}

/** The list after changes. What concerns a line that is not there does nothing. */
export function changedLines(lines: readonly Line[], changes: readonly LineChange[] = []): readonly Line[] {
  let now = lines
  for (const change of changes) now = changed(now, change)
  return now
}

function changed(lines: readonly Line[], change: LineChange): readonly Line[] {
  switch (change.change) {
    case 'add': {
      const added = { id: change.line, text: change.text }
      const place = lines.findIndex(({ id }) => id === change.before)
      return place === -1 ? [...lines, added] : lines.toSpliced(place, 0, added)
    }
    case 'edit':
      return lines.map((line) => (line.id === change.line ? { ...line, text: change.text } : line))
    case 'remove':
      return lines.filter(({ id }) => id !== change.line)
  }
}
