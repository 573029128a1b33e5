/**
 * Makes the inputs of the session's fuzz: messages with every argument shape, and frames that no client sends. The same
 * random numbers make the same inputs.
 */
import { integer, pick, type Random } from '../bench/model/random.ts'

export type Input = string | Buffer | { readonly invalidText: Buffer } | { readonly ping: Buffer }

const NAMES = [
  'command',
  'time',
  'resync',
  'watch',
  'state',
  'news',
  'event',
  'own-board',
  'error',
  'message',
  '',
  '__proto__',
  'constructor',
  'toString',
  'x'.repeat(2000),
] as const

/** Names that Socket.IO keeps for itself, and names that are none: the connection ends. */
const BROKEN_NAMES = ['"connect"', '"disconnect"', '"newListener"', 'null', '{}', '[]', 'true'] as const

const TYPES = [
  'raise-hand',
  'lower-hand',
  'be-away',
  'observe',
  'react',
  'add-blocks',
  'edit-block',
  'remove-block',
  'move-block',
  'start-block',
  'extend-block',
  'finish-block',
  'take-up-block',
  'pivot',
  'start-timer',
  'add-time',
  'hold-timer',
  'lock',
  'present',
  'call-everyone',
  'spotlight',
  'show-replay',
  'end-replay',
  'set-themes',
  'add-theme',
  'play',
  'draw-person',
  'draw-theme',
  'begin-turn',
  'edit-turn',
  'end-turn',
  'open-round',
  'join-round',
  'reveal-round',
] as const

const KEYS = [
  'block',
  'to',
  'text',
  'minutes',
  'up',
  'reaction',
  'themes',
  'blocks',
  'steps',
  'id',
  'type',
] as const

/** A value as JSON text, since some of them have no value that would be written so. */
export function jsonValue(random: Random, depth = 0): string {
  const kind = integer(random, 0, depth > 3 ? 8 : 13)
  const list = () => Array.from({ length: integer(random, 0, 4) }, () => jsonValue(random, depth + 1))
  switch (kind) {
    case 0:
      return 'null'
    case 1:
      return pick(random, 'true', 'false')
    case 2:
      return pick(random, '0', '-0', '1e308', '1e999', '-1', '2.5', '9007199254740993', '1e-400')
    case 3:
      return String(integer(random, -1000, 1000))
    case 4:
      return JSON.stringify(pick(random, '', 'x', 'clap', '\u202e', '\ud800', '\u0000', 'é'.repeat(50)))
    case 5:
      return JSON.stringify('x'.repeat(integer(random, 0, 3000)))
    case 6:
      return '{"_placeholder":true,"num":0}'
    case 7:
      return pick(random, '{"call":1,"apply":2}', '{"then":1}', '{"toJSON":1}', '{"length":4294967295}')
    case 8:
      return pick(
        random,
        '{"__proto__":{"ok":true}}',
        '{"constructor":{"prototype":1}}',
        '{"__proto__":null}',
      )
    case 9:
      return `[${list().join(',')}]`
    case 10:
      return `{${list()
        .map((value) => `${JSON.stringify(pick(random, ...KEYS))}:${value}`)
        .join(',')}}`
    case 11: {
      const deep = integer(random, 1, 2000)
      return pick(
        random,
        `${'['.repeat(deep)}${']'.repeat(deep)}`,
        `${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`,
      )
    }
    case 12:
      return command(random)
    default:
      return `[${'0,'.repeat(integer(random, 0, 500))}0]`
  }
}

/** A command that is right in its id and type, and in nothing else. */
function command(random: Random): string {
  const id = pick(random, `fuzz-${String(integer(random, 0, 2 ** 30)).padStart(16, '0')}`, 'short', '')
  const fields = Array.from({ length: integer(random, 0, 3) }, () => {
    return `,${JSON.stringify(pick(random, ...KEYS))}:${jsonValue(random, 3)}`
  })
  return `{"id":"${id}","type":"${pick(random, ...TYPES)}"${fields.join('')}}`
}

/** A message of `/session`, with any arguments, with and without an acknowledgement. */
export function message(random: Random): string {
  const name = random() < 0.6 ? pick(random, 'command', 'time') : pick<string | number>(random, ...NAMES, 7)
  const given = Array.from({ length: integer(random, 0, 4) }, () => `,${jsonValue(random)}`)
  const id = pick(random, '', '0', '7', String(integer(random, 0, 1e9)), '00')
  return `42/session,${id}[${JSON.stringify(name)}${given.join('')}]`
}

/** A frame that breaks the rules of one of the layers. */
export function brokenFrame(random: Random): Input {
  const type = String(integer(random, 0, 9))
  const namespace = pick(
    random,
    '',
    '/,',
    '/session,',
    '/session',
    '/other,',
    '/session?x=1,',
    `/${'x'.repeat(500)},`,
  )
  const count = pick(random, '1-', '9-', '99999999999-', '-1-', '1e9-', 'NaN-', '-', '')
  switch (integer(random, 0, 12)) {
    case 0:
      return `${integer(random, 0, 9)}${pick(random, '', 'probe', jsonValue(random))}`
    case 1:
      return `4${type}${namespace}${jsonValue(random)}`
    case 2:
      return `4${pick(random, '5', '6')}${count}${namespace}["time",{"_placeholder":true,"num":0}]`
    case 3:
      return Buffer.from(Array.from({ length: integer(random, 0, 64) }, () => integer(random, 0, 255)))
    case 4:
      return `b${Buffer.from(jsonValue(random)).toString('base64')}`
    case 5:
      return { invalidText: Buffer.from([0x34, 0x32, 0xff, 0xfe, 0xc0, integer(random, 0, 255)]) }
    case 6:
      return { ping: Buffer.alloc(integer(random, 0, 125)) }
    case 7: {
      const whole = message(random)
      return whole.slice(0, integer(random, 0, whole.length))
    }
    case 8: {
      const bytes = Buffer.from(message(random))
      for (let i = integer(random, 1, 4); i > 0; i--)
        bytes[integer(random, 0, bytes.length - 1)] = integer(random, 0, 127)
      return bytes.toString()
    }
    case 9:
      return `40${namespace}${jsonValue(random)}`
    case 11:
      return `42/session,${pick(random, '', '999999999999999999999')}[${pick(random, ...BROKEN_NAMES)},1]`
    case 10:
      return `40/session,{"boardId":${jsonValue(random)},"ticket":${jsonValue(random)},"seq":${jsonValue(random)}}`
    default:
      return `4${type}${count}${namespace}${integer(random, 0, 99)}[${jsonValue(random)}`
  }
}
