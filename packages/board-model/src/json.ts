/**
 * Plain values: what may stand in the document and what may leave it. Everything here reads own properties only,
 * because a decoded object may carry a prototype of an attacker's choice. It never throws and never shares a
 * reference with its input: Excalidraw changes elements in place, and a shared array would change the document
 * behind Yjs' back.
 */
import { MAX_JSON_DEPTH, MAX_JSON_SIZE } from './limits.ts'

export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

const DANGEROUS_NAMES = new Set(['__proto__', 'constructor', 'prototype'])

/** True for names that reach a prototype when they are used as a key of a plain object. */
export function isDangerousName(name: string): boolean {
  return DANGEROUS_NAMES.has(name)
}

/**
 * True for objects made of keys and values; false for arrays, instances of classes (Yjs types, binary values) and
 * for what was decoded with a `__proto__` of its own. A literal from another realm is plain, too.
 */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/** An own property, or undefined; never what a prototype offers. */
export function own(value: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined
}

const LONE_SURROGATE = /\p{Surrogate}/gu

/**
 * The text without halves of characters. They do not survive the wire: whoever wrote one would go on seeing
 * something else than all the others.
 */
export function wellFormed(text: string): string {
  return text.replace(LONE_SURROGATE, '\ufffd')
}

/** What is left to spend: a unit for each value, and one for each UTF-16 unit of strings and keys. */
export type Budget = { left: number }

export function newBudget(): Budget {
  return { left: MAX_JSON_SIZE }
}

/**
 * A copy of `value` made of JSON alone, or undefined where it is none, is deeper than MAX_JSON_DEPTH, or costs
 * more than the budget. Dangerous keys and undefined values are left out.
 */
export function cleanJson(value: unknown, budget: Budget = newBudget()): Json | undefined {
  return copy(value, budget, MAX_JSON_DEPTH)
}

function copy(value: unknown, budget: Budget, depth: number): Json | undefined {
  budget.left -= typeof value === 'string' ? 1 + value.length : 1
  if (budget.left < 0 || depth < 0) return undefined
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'string') return wellFormed(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (Array.isArray(value)) {
    const items: Json[] = []
    for (const item of value) {
      const cleaned = copy(item, budget, depth - 1)
      if (cleaned === undefined) return undefined
      items.push(cleaned)
    }
    return items
  }
  if (!isPlainObject(value)) return undefined
  const entries: Record<string, Json> = {}
  for (const key of Object.keys(value)) {
    const item = value[key]
    if (isDangerousName(key) || item === undefined) continue
    budget.left -= key.length
    const cleaned = copy(item, budget, depth - 1)
    if (cleaned === undefined) return undefined
    entries[wellFormed(key)] = cleaned
  }
  return entries
}

/** Equality of plain values. A property that is undefined equals one that is absent. */
export function sameValue(a: unknown, b: unknown, depth: number = MAX_JSON_DEPTH): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true
  if (depth < 0) return false
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false
    return a.every((item, i) => sameValue(item, b[i], depth - 1))
  }
  if (!isPlainObject(a) || !isPlainObject(b)) return false
  for (const key of Object.keys(a)) if (!sameValue(a[key], own(b, key), depth - 1)) return false
  for (const key of Object.keys(b)) if (!Object.hasOwn(a, key) && b[key] !== undefined) return false
  return true
}

/** FNV-1a over a string, 32 bits; `seed` chains several strings into one. */
export function hashText(text: string, seed = 0x811c9dc5): number {
  let hash = seed
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

const numberView = new DataView(new ArrayBuffer(8))

/** A hash of a plain value that is equal wherever the value is equal, whatever order its keys came in. */
export function hashValue(value: unknown, depth: number = MAX_JSON_DEPTH): number {
  if (typeof value === 'string') return hashText(value, 0x9dc5)
  if (typeof value === 'number') {
    numberView.setFloat64(0, value)
    return Math.imul(numberView.getInt32(0) ^ Math.imul(numberView.getInt32(4), 0x01000193), 0x85ebca6b) >>> 0
  }
  if (depth < 0) return 0
  if (Array.isArray(value)) {
    return value.reduce<number>((hash, item) => (Math.imul(hash, 31) + hashValue(item, depth - 1)) >>> 0, 7)
  }
  if (isPlainObject(value)) {
    let sum = 11
    for (const key of Object.keys(value)) {
      sum = (sum + Math.imul(hashText(key), 31 + hashValue(value[key], depth - 1))) >>> 0
    }
    return sum
  }
  return value === true ? 2 : value === false ? 3 : value === null ? 5 : 13
}
