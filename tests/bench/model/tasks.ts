/** What a measuring process may be asked, and what it answers. Bytes, and milliseconds. */
import type { ShapeName } from './shapes/all.ts'

export type Sent = { bytes: number; changes: number; growth: number }
export type Times = { median: number; p95: number }

export type Tasks = {
  wire: { shape: ShapeName; seed: number }
  make: { shape: ShapeName; seed: number; count: number; file: string }
  load: { shape: ShapeName; file: string; count: number }
  remote: { shape: ShapeName; file: string; seed: number; count: number; edits: number }
  local: { shape: ShapeName; file: string; seed: number; count: number; edits: number }
}

export type Answers = {
  /** `dragLater`: by a page that has written a thousand changes; `dragWhole`: by whole pixels. */
  wire: Record<'mouse' | 'pen' | 'everyPoint' | 'drag' | 'dragLater' | 'dragWhole', Sent>
  make: { bytes: number }
  load: { heap: number; heapWithElements: number; ms: number; msWithElements: number }
  /** In the binding; and in Yjs with whatever the shape keeps beside it. */
  remote: { binding: Times; document: Times }
  /** From `onChange` to the frame that is handed to the socket. */
  local: { send: Times }
}

export type Kind = keyof Tasks
export type Task = { [K in Kind]: { kind: K } & Tasks[K] }[Kind]
