/**
 * The shapes of the names that cross the wire. Must never make an id: that takes randomness, which the caller
 * passes in.
 */
import { z } from 'zod'

/** A board: 128 random bits, base64url. It is no secret, the key in a link is. */
export const boardIdSchema = z.string().regex(/^[A-Za-z0-9_-]{22}$/)

/** A series of boards: as a board's. */
export const seriesIdSchema = boardIdSchema

/** An image as the drawing names it: Excalidraw's fileId (a SHA-1 in hex, or random), never a path. */
export const fileIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,128}$/)

/** The part of a link behind `#k=`: 192 bits, base64url. */
export const keySchema = z.string().regex(/^[A-Za-z0-9_-]{32}$/)

/** The part of a personal link behind `#k=`: 128 bits, base64url. */
export const personalKeySchema = z.string().regex(/^[A-Za-z0-9_-]{22}$/)

/** A visitor: 128 random bits, base64url. It says who, not what they may do. */
export const visitorIdSchema = z.string().regex(/^[A-Za-z0-9_-]{22}$/)
