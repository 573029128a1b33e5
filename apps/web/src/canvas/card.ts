/**
 * A card: a few lines of text on a sheet, as elements of a drawing that belong together. Pure: the measuring of letters is
 * passed in. Must never carry a link that is not https.
 */
import type { BoardElementLike } from '@gamelan/board-model'

export type CardLine = {
  readonly text: string
  readonly as: 'title' | 'text' | 'small'
  /** Where the line leads. */
  readonly link?: string
}
export type Card = readonly CardLine[]

/** What a text comes to once it is wrapped to its width. */
export type Measured = { readonly text: string; readonly height: number }

type Parts = {
  readonly measure: (text: BoardElementLike) => Measured
  readonly newId: () => string
}

/** Excalidraw's Nunito: what is to be read, and was not drawn by hand. */
export const CARD_FONT = 6
/** Scene units. */
const WIDTH = 340
const PADDING = 18
const GAP = 10
const SIZES = { title: 24, text: 16, small: 14 } as const
const INK = '#1e1e1e'
const PALE_INK = '#495057'
const PAPER = '#fff9db'
const LINE_HEIGHT = 1.25

const isHttps = (link: string | undefined): link is string =>
  link !== undefined && URL.canParse(link) && new URL(link).protocol === 'https:'

/** The elements in stacking order, the sheet first, its corner at the origin; one group. */
export function cardElements(card: Card, { measure, newId }: Parts): BoardElementLike[] {
  const group = newId()
  const common = {
    groupIds: [group],
    roughness: 0,
    strokeWidth: 1,
    fillStyle: 'solid',
    opacity: 100,
    angle: 0,
  }
  let bottom = PADDING
  const texts = card.map(({ text, as, link }): BoardElementLike => {
    const element: BoardElementLike = {
      ...common,
      id: newId(),
      type: 'text',
      x: PADDING,
      y: bottom,
      width: WIDTH - 2 * PADDING,
      height: SIZES[as] * LINE_HEIGHT,
      strokeColor: as === 'small' ? PALE_INK : INK,
      backgroundColor: 'transparent',
      fontFamily: CARD_FONT,
      fontSize: SIZES[as],
      lineHeight: LINE_HEIGHT,
      textAlign: 'left',
      verticalAlign: 'top',
      containerId: null,
      autoResize: false,
      text,
      originalText: text,
      link: isHttps(link) ? link : null,
    }
    const measured = measure(element)
    bottom += measured.height + GAP
    return { ...element, height: measured.height, text: measured.text }
  })
  const sheet: BoardElementLike = {
    ...common,
    id: newId(),
    type: 'rectangle',
    x: 0,
    y: 0,
    width: WIDTH,
    height: bottom - GAP + PADDING,
    strokeColor: INK,
    backgroundColor: PAPER,
    roundness: { type: 3 },
  }
  return [sheet, ...texts]
}
