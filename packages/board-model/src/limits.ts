/**
 * Every bound of M11, named once. What is past a bound never leaves the document: a property falls back to its
 * default, an element that cannot stand without it is left out. Raising one is compatible, lowering one hides
 * what people drew.
 */

/** Scene units, either way from the origin; Excalidraw itself warns at a tenth of it. */
export const MAX_COORDINATE = 1e7
/** Points of one line, arrow or stroke. */
export const MAX_POINTS = 50_000
/** UTF-16 units of one text. */
export const MAX_TEXT_LENGTH = 100_000
/** Ids of elements, groups, frames and files. */
export const MAX_ID_LENGTH = 128
/** A fractional index; it grows by a character for every few hundred inserts at one place. */
export const MAX_INDEX_LENGTH = 512
/** A colour, a fill style, an arrowhead: anything that is one word for Excalidraw. */
export const MAX_WORD_LENGTH = 64
/** A name, in UTF-16 units. */
export const MAX_NAME_LENGTH = 1_000
/** A link, in UTF-16 units. */
export const MAX_LINK_LENGTH = 4_096
/** Nested groups around one element. */
export const MAX_GROUPS = 64
/** How wide a line is drawn, in scene units. */
export const MAX_STROKE_WIDTH = 1_000
/** How sketchy it is drawn. */
export const MAX_ROUGHNESS = 100
/** Letters, in scene units. */
export const MAX_FONT_SIZE = 100_000
/** The number of a font. */
export const MAX_FONT_FAMILY = 100_000
/** From line to line, in heights of a letter. */
export const MAX_LINE_HEIGHT = 100
/** Fixed segments of one elbow arrow. */
export const MAX_SEGMENTS = 1_000
/** Free JSON (customData, properties this version does not know): see `cleanJson` for how size is counted. */
export const MAX_JSON_SIZE = 64 * 1024
export const MAX_JSON_DEPTH = 16
/** Properties of one element that this version does not know, and the length of a property's name. */
export const MAX_UNKNOWN_PROPERTIES = 64
export const MAX_PROPERTY_NAME_LENGTH = 64
/**
 * Keys of one element's map, deleted ones included, and of its base. The server admits fewer of them (`ELEMENT_KEYS`,
 * `VALUE_KEYS`); an element with more is left out without being read.
 */
export const MAX_ELEMENT_KEYS = 4_096
/** Steps per scene unit in a streamed stroke. */
export const MAX_STROKE_SCALE = 4_096
/** Elements and images of one file that comes in. */
export const MAX_DRAWING_ELEMENTS = 100_000
export const MAX_DRAWING_FILES = 2_000
/**
 * Microseconds that one element may cost to draw, by the estimate in `drawing-cost.ts`. Past it a costlier fill or
 * stroke style falls back to solid, and a canvas draws fewer points or letters.
 */
export const MAX_ELEMENT_COST = 120_000
/** Microseconds that all elements of a scene may cost together. Past it the costliest are drawn in a cheaper form. */
export const MAX_SCENE_COST = 5_000_000
/** Letters of one text that a canvas measures anew. A longer text keeps the size that the document says. */
export const MAX_MEASURED_LENGTH = 20_000
/**
 * Microseconds that one SVG image may cost to draw, by the estimate in `svg-cost.ts`. Past it: 413 `image-too-large`; an
 * import leaves it out, and a page shows a placeholder.
 */
export const MAX_SVG_COST = 400_000
