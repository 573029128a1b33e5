/** What the page and the projector's worker say to each other. Types alone. */
import type { BoardElement } from '@gamelan/board-model'
import type { Hands, Stage } from './lives.ts'
import type { Frame, Roll, Target } from './projector.ts'

export type Question =
  | { readonly kind: 'open'; readonly boardId: string; readonly generation: number; readonly roll: Roll }
  | { readonly kind: 'extend'; readonly roll: Roll }
  | { readonly kind: 'show'; readonly id: number; readonly target: Target }
  | { readonly kind: 'scene'; readonly id: number; readonly seq: number }
  | { readonly kind: 'life'; readonly id: number; readonly element: string }
  | { readonly kind: 'hands'; readonly id: number }

export type Answer =
  | { readonly kind: 'frame'; readonly id: number; readonly frame: Frame | undefined }
  | { readonly kind: 'scene'; readonly id: number; readonly elements: readonly BoardElement[] }
  | { readonly kind: 'life'; readonly id: number; readonly stages: readonly Stage[] }
  | { readonly kind: 'hands'; readonly id: number; readonly hands: ReadonlyMap<string, Hands> }
  /** `status`: of the server's answer; 0: there was none. */
  | { readonly kind: 'failed'; readonly id: number; readonly status: number; readonly detail: string }
