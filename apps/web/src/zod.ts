/**
 * zod as the page and its workers use it: without its compiler, which asks the browser for `new Function` and so breaks the
 * Content-Security-Policy. The build leads every import of zod here, so that this runs before any schema is made.
 */
import { z } from 'zod'

z.config({ jitless: true })

export * from 'zod'
export { z }
