/** What a page tells the operator: that http reaches the server, and a live connection does not. */
import { z } from 'zod'

/** `sync`: the connection of the drawing, at `/sync/`. `session`: that of the session, at `/socket.io/`. */
export const lineReportSchema = z.object({ conversation: z.enum(['sync', 'session']) })
export type LineReport = z.infer<typeof lineReportSchema>
