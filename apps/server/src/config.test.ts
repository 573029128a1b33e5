import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { GamelanError, startLine } from './errors.ts'
import { limitsOf, SETTABLE_LIMITS } from './settable-limits.ts'

function faultsOf(environment: Record<string, string>): GamelanError {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof GamelanError) return error
  }
  throw new Error('these settings were taken')
}

describe('settings', () => {
  test('have defaults for everything', () => {
    expect(readConfig({ PATH: '/bin' })).toEqual({
      port: 3000,
      host: 'localhost',
      dataDir: './data',
      databaseUrl: undefined,
      databasePool: 10,
      publicUrl: undefined,
      trustProxy: false,
      secret: undefined,
      embedOrigins: [],
      embedSites: [],
      foldAfter: 24 * 60 * 60 * 1000,
      limits: limitsOf(),
      logLevel: undefined,
    })
  })

  test('an empty value is an absent one', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '' })).toMatchObject({ port: 3000, databaseUrl: undefined })
  })

  test('are read', () => {
    const config = readConfig({
      PORT: '0',
      HOST: '0.0.0.0',
      DATABASE_POOL: '25',
      DATABASE_URL: 'postgresql://a:b@db/gamelan',
      PUBLIC_URL: 'https://boards.example.org/',
      TRUST_PROXY: '10.0.0.0/8, loopback,::1',
      SECRET: 's'.repeat(32),
      LOG_LEVEL: 'debug',
    })
    expect(config).toMatchObject({
      port: 0,
      host: '0.0.0.0',
      databasePool: 25,
      publicUrl: 'https://boards.example.org',
      trustProxy: ['10.0.0.0/8', 'loopback', '::1'],
      logLevel: 'debug',
    })
  })

  test('every fault is named, in one line', () => {
    const error = faultsOf({
      PORT: '70000',
      HOST: 'http://here',
      DATABASE_URL: 'mysql://db',
      PUBLIC_URL: 'https://example.org/boards',
      TRUST_PROXY: 'some',
      SECRET: 'short',
      LOG_LEVEL: 'loud',
    })
    expect(error.code).toBe('settings-wrong')
    expect(error.faults.map((fault) => fault.path).sort()).toEqual(
      ['DATABASE_URL', 'HOST', 'LOG_LEVEL', 'PORT', 'PUBLIC_URL', 'SECRET', 'TRUST_PROXY'].sort(),
    )
    const line = startLine(error)
    expect(line).not.toContain('\n')
    for (const { path, message } of error.faults) expect(line).toContain(`${path} ${message}`)
  })

  test.each(['-1', '3000.5', '1e3', ' 80', '0x50', '65536'])('PORT %j is refused', (PORT) => {
    expect(faultsOf({ PORT }).faults).toHaveLength(1)
  })

  test.each([
    ['PUBLIC_URL', 'here'],
    ['PUBLIC_URL', 'ftp://example.org'],
    ['PUBLIC_URL', 'https://example.org/?a'],
    ['DATABASE_URL', 'here'],
    ['HOST', 'a b'],
    ['DATABASE_POOL', '0'],
    ['DATABASE_POOL', '1000'],
    ['DATABASE_POOL', '2.5'],
  ])('%s=%s is refused', (name, value) => {
    expect(faultsOf({ [name]: value }).faults.map((fault) => fault.path)).toEqual([name])
  })

  test('limits are read, each within its bounds', () => {
    expect(readConfig({ LIMIT_SOCKETS_PER_ADDRESS: '7' }).limits).toEqual(limitsOf({ socketsPerAddress: 7 }))
    for (const { setting, least, most } of Object.values(SETTABLE_LIMITS)) {
      for (const value of [String(least - 1), String(most + 1), '1.5', '-1', 'many'])
        expect(faultsOf({ [setting]: value }).faults.map(({ path }) => path)).toEqual([setting])
      for (const value of [least, most]) readConfig({ [setting]: String(value) })
    }
  })

  test('README names each limit with its default', async () => {
    const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8')
    const told = [...readme.matchAll(/^\| `(LIMIT_\w+|MIN_FREE_DISK)` +\| `(\d+)` /gm)].map(
      ([, name, value]) => [name, value],
    )
    const real = Object.values(SETTABLE_LIMITS).map((limit) => [limit.setting, String(limit.default)])
    expect(told).toEqual(real)
  })

  test('EMBED_ORIGINS and EMBED_SITES take origins, and nothing that would add to a policy', () => {
    const origins = ['https://wiki.example.org', 'http://localhost:8080']
    expect(readConfig({ EMBED_ORIGINS: origins.join(', ') }).embedOrigins).toEqual(origins)
    for (const wrong of [
      '*',
      'wiki.example.org',
      'https://wiki.example.org/page',
      "https://a.example;script-src 'unsafe-inline'",
      // An address may have these in its host.
      'https://a;script-src.example',
      'https://*.example.org',
      'data:text/html,x',
    ])
      for (const name of ['EMBED_ORIGINS', 'EMBED_SITES'])
        expect(faultsOf({ [name]: wrong }).faults.map(({ path }) => path)).toEqual([name])
  })

  test('EMBED_SITES takes origins of https alone', () => {
    const sites = ['https://player.example.org', 'https://maps.example.org']
    expect(readConfig({ EMBED_SITES: sites.join(',') }).embedSites).toEqual(sites)
    const faults = [{ path: 'EMBED_SITES', message: 'must begin with https:// each' }]
    expect(faultsOf({ EMBED_SITES: 'http://player.example.org' }).faults).toEqual(faults)
  })

  test.each(['11', '-1', '1.5', '0.0.0.0/0', '::/0', '10.0.0.0/33', '300.1.1.1', 'loopback,'])(
    'TRUST_PROXY %j is refused',
    (TRUST_PROXY) => {
      expect(faultsOf({ TRUST_PROXY }).faults).toHaveLength(1)
    },
  )

  test('the value of a wrong SECRET or DATABASE_URL is not repeated', () => {
    const line = startLine(faultsOf({ SECRET: 'hush', DATABASE_URL: 'mysql://u:hush@db' }))
    expect(line).not.toContain('hush')
  })
})
