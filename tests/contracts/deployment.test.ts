/** What runs in containers: with no more rights than it needs, with no password that everybody knows, and with time to end. */
import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

type Service = {
  readonly build?: string
  readonly image?: string
  readonly user?: string
  readonly read_only?: boolean
  readonly privileged?: boolean
  readonly cap_drop?: readonly string[]
  readonly cap_add?: readonly string[]
  readonly security_opt?: readonly string[]
  readonly tmpfs?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly stop_grace_period?: string
}

const read = (name: string) => readFile(new URL(`../../${name}`, import.meta.url), 'utf8')
const compose = await read('docker-compose.yml')
const dockerfile = await read('Dockerfile')
const { services } = parse(compose) as { services: Record<string, Service> }
/** A tag that names one release: `18.4-trixie`, and neither `18` nor `latest`. */
const EXACT = /^[\w./-]+:\d+\.\d+(?:\.\d+)?(?:-[\w.-]+)?$/

describe('[fault V16] docker-compose.yml', () => {
  test.each(Object.keys(services))('%s has no rights that it does not need', (name) => {
    const service = services[name]
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'] })
    expect(service?.security_opt).toContain('no-new-privileges:true')
    expect(service?.cap_add ?? []).toEqual([])
    expect(service?.privileged).toBeUndefined()
    expect(service?.tmpfs?.map((place) => place.split(':')[0])).toContain('/tmp')
  })

  test('no service runs as root', () => {
    // What is built here runs as the Dockerfile says.
    const users = Object.values(services).map(
      ({ build, user }) => user ?? (build === undefined ? 'root' : 'node'),
    )
    expect(users.filter((user) => ['root', '0'].includes(user))).toEqual([])
  })

  test('images are pinned to one release', () => {
    const images = Object.values(services).flatMap(({ image }) => image ?? [])
    expect(images.filter((image) => !EXACT.test(image))).toEqual([])
  })

  test('there is no password that was not set, and it says which is missing', () => {
    const uses = [...compose.matchAll(/\$\{(\w*PASSWORD\w*)([^}]*)\}/g)]
    expect(uses.length).toBeGreaterThan(1)
    for (const [, name = '', rest] of uses) expect(rest).toMatch(new RegExp(`^:\\?.*${name}`))
    const passwords = Object.values(services).flatMap(({ environment = {} }) =>
      Object.entries(environment).flatMap(([name, value]) => (name.includes('PASSWORD') ? value : [])),
    )
    expect(passwords.filter((value) => !value.startsWith('${'))).toEqual([])
  })

  test('the server is killed only well after it must have ended by itself', async () => {
    const [, milliseconds] =
      /const DRAIN_PATIENCE = ([\d_]+)/.exec(await read('apps/server/src/main.ts')) ?? []
    const drain = Number(milliseconds?.replaceAll('_', '')) / 1000
    const [, grace] = /^(\d+)s$/.exec(services['server']?.stop_grace_period ?? '') ?? []
    expect(drain).toBeGreaterThan(0)
    expect(Number(grace)).toBeGreaterThanOrEqual(drain + 10)
  })
})

describe('[fault V16] Dockerfile', () => {
  const stages = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image)

  test('is built on images of one release, with a package manager of one release', () => {
    expect(stages.length).toBeGreaterThan(0)
    for (const image of stages) expect(image).toMatch(EXACT)
    expect(dockerfile).toMatch(/npm install --global pnpm@\d+\.\d+\.\d+$/m)
  })

  test('runs as an ordinary user, as process 1', () => {
    const last = dockerfile.slice(dockerfile.lastIndexOf('FROM '))
    const users = [...last.matchAll(/^USER (\S+)/gm)].map(([, user]) => user)
    expect(users).toEqual(['node'])
    expect(last).toMatch(/^CMD \["node"/m)
  })
})
