/** What is said over http about how the server was set up. */
import { z } from 'zod'

/** `GET /api/settings`. `embedSites`: origins whose pages a board may show in a frame. */
export const settingsSchema = z.object({ embedSites: z.array(z.string()) })
export type Settings = z.infer<typeof settingsSchema>
