/**
 * The settings: the only reader of the process's environment, which it takes as an argument. Must never guess: a
 * wrong value stops the start, and every fault is named at once.
 */
import { isIP } from 'node:net'
import { z } from 'zod'
import type { TrustProxy } from './access/forwarded.ts'
import { GamelanError } from './errors.ts'
import { SECRET_LENGTH } from './limits.ts'
import { limitsOf, SETTABLE_LIMITS, type Limits } from './settable-limits.ts'

export type Config = {
  readonly port: number
  readonly host: string
  /** Where the embedded database and the secret are kept. */
  readonly dataDir: string
  /** A real Postgres, instead of the embedded database. */
  readonly databaseUrl: string | undefined
  /** Connections to that Postgres at most. */
  readonly databasePool: number
  /** What links are made from, without a slash at its end; undefined: from each request's own host. */
  readonly publicUrl: string | undefined
  /** The proxies whose forwarding headers are believed. */
  readonly trustProxy: TrustProxy
  /** Signs cookies and makes link keys; undefined: one is made and kept in DATA_DIR. */
  readonly secret: string | undefined
  /** The origins whose pages may show Gamelan in a frame. */
  readonly embedOrigins: readonly string[]
  /** The origins whose pages boards may show in a frame, once a person opens them. */
  readonly embedSites: readonly string[]
  /** Milliseconds after which history is folded; 0: never. */
  readonly foldAfter: number
  readonly limits: Limits
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent' | undefined
}

const HOUR = 60 * 60 * 1000

const url = (protocols: readonly string[], example: string) =>
  z.string().refine(
    (value) => {
      try {
        return protocols.includes(new URL(value).protocol)
      } catch {
        return false
      }
    },
    // What follows takes it for an address.
    { error: `must be an address like ${example}`, abort: true },
  )

/** Names that fastify knows for ranges of addresses. */
const RANGES: ReadonlySet<string> = new Set(['loopback', 'linklocal', 'uniquelocal'])

function isAddressOrRange(value: string): boolean {
  if (RANGES.has(value)) return true
  const [address = '', bits] = value.split('/', 2)
  const most = isIP(address) === 4 ? 32 : 128
  // A range of no bits is everybody, and that is what `true` would say.
  return isIP(address) !== 0 && (bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= most))
}

/** More proxies in a row than anybody has. */
const MOST_HOPS = 10

const PROXIES = `must be false, the number of proxies in front of Gamelan from 1 to ${MOST_HOPS}, or their addresses, such as 10.0.0.0/8,loopback`

const trustProxySchema = z.string().transform((value, context): TrustProxy => {
  const refuse = (message: string) => {
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  }
  if (value === 'false' || value === '0') return false
  if (value === 'true')
    return refuse(`${PROXIES}; with true everybody could choose the address that limits count`)
  if (/^\d+$/.test(value)) return Number(value) <= MOST_HOPS ? Number(value) : refuse(PROXIES)
  const parts = value.split(',').map((part) => part.trim())
  return parts.every(isAddressOrRange) ? parts : refuse(PROXIES)
})

const limitSchema = ({ least, most }: { least: number; most: number }) => {
  const error = `must be a whole number from ${least} to ${most}`
  return z
    .string()
    .regex(/^\d{1,15}$/, { error, abort: true })
    .transform(Number)
    .refine((value) => value >= least && value <= most, { error })
    .optional()
}

const limitSettings = Object.fromEntries(
  Object.values(SETTABLE_LIMITS).map((limit) => [limit.setting, limitSchema(limit)]),
)

/** An origin of a page, and nothing that could end a directive of the policy that it goes into. */
function isOrigin(value: string): boolean {
  try {
    const { origin, protocol } = new URL(value)
    return (protocol === 'https:' || protocol === 'http:') && origin === value && /^[\w.:/[\]-]+$/.test(value)
  } catch {
    return false
  }
}

const originsSchema = (example: string) =>
  z
    .string()
    .transform((value) => value.split(/[\s,]+/).filter((part) => part !== ''))
    .refine((origins) => origins.every(isOrigin), {
      error: `must be origins without a path, such as ${example}, with commas between them`,
      abort: true,
    })

const settings = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, { error: 'must be a number from 0 to 65535' })
    .transform(Number)
    .refine((port) => port <= 65_535, { error: 'must be a number from 0 to 65535' })
    .default(3000),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9_.:%-]+$/, { error: 'must be a host name or an address, without http://' })
    .default('localhost'),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/name').optional(),
  DATABASE_POOL: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, { error: 'must be a whole number from 1 to 999' })
    .transform(Number)
    .default(10),
  PUBLIC_URL: url(['http:', 'https:'], 'https://boards.example.org')
    .refine(
      (value) => {
        const { pathname, search, hash, username } = new URL(value)
        return pathname === '/' && search === '' && hash === '' && username === ''
      },
      { error: 'must have no path: Gamelan is served from the root of its host', abort: true },
    )
    .transform((value) => new URL(value).origin)
    .optional(),
  TRUST_PROXY: trustProxySchema.default(false),
  SECRET: z
    .string()
    .min(SECRET_LENGTH, { error: `must have ${SECRET_LENGTH} characters or more` })
    .optional(),
  EMBED_ORIGINS: originsSchema('https://wiki.example.org').default([]),
  EMBED_SITES: originsSchema('https://player.example.org')
    .refine((origins) => origins.every((origin) => origin.startsWith('https:')), {
      error: 'must begin with https:// each',
    })
    .default([]),
  FOLD_AFTER_HOURS: z
    .string()
    .regex(/^\d{1,6}$/, { error: 'must be a whole number of hours, or 0 for never' })
    .transform(Number)
    .default(24),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be one of fatal, error, warn, info, debug, trace, silent',
    })
    .optional(),
  ...limitSettings,
})

/**
 * Reads the settings. An empty value counts as absent, as Docker Compose gives it for an unset variable. Throws
 * `settings-wrong` with every fault.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given: Record<string, string> = {}
  for (const name of Object.keys(settings.shape)) {
    const value = environment[name]
    if (value !== undefined && value !== '') given[name] = value
  }
  const parsed = settings.safeParse(given)
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
    const detail = faults.map(({ path, message }) => `${path} ${message}`).join('; ')
    throw new GamelanError('settings-wrong', { detail, faults })
  }
  const { data } = parsed
  const limits: Partial<Record<keyof Limits, number>> = {}
  for (const name of Object.keys(SETTABLE_LIMITS) as (keyof Limits)[]) {
    const value = (data as Record<string, unknown>)[SETTABLE_LIMITS[name].setting]
    if (typeof value === 'number') limits[name] = value
  }
  return {
    port: data.PORT,
    host: data.HOST,
    dataDir: data.DATA_DIR,
    databaseUrl: data.DATABASE_URL,
    databasePool: data.DATABASE_POOL,
    publicUrl: data.PUBLIC_URL,
    trustProxy: data.TRUST_PROXY,
    secret: data.SECRET,
    embedOrigins: data.EMBED_ORIGINS,
    embedSites: data.EMBED_SITES,
    foldAfter: data.FOLD_AFTER_HOURS * HOUR,
    limits: limitsOf(limits),
    logLevel: data.LOG_LEVEL,
  }
}
