/**
 * The three roles and what each may do (A1). Both ends ask here, so that a page never offers what the server
 * refuses. Must never decide who has which role: that is the server's access/.
 */
import { z } from 'zod'

export const roleSchema = z.enum(['facilitator', 'editor', 'viewer'])
export type Role = z.infer<typeof roleSchema>

/** Roles from most to least. A link for a role can be shown to whoever holds that role or a higher one. */
export const ROLES: readonly Role[] = ['facilitator', 'editor', 'viewer']

export type Action =
  | 'see'
  | 'draw'
  | 'title'
  | 'files'
  | 'import'
  | 'picture'
  | 'bookmark'
  | 'fork'
  | 'links'
  | 'members'
  | 'audit'
  | 'snapshot'
  | 'restore'
  | 'erase'
  | 'trash'
  | 'series'

const VIEWER: readonly Action[] = ['see']
const EDITOR: readonly Action[] = [
  ...VIEWER,
  'draw',
  'title',
  'files',
  'import',
  'picture',
  'bookmark',
  'fork',
]
const FACILITATOR: readonly Action[] = [
  ...EDITOR,
  'links',
  'members',
  'audit',
  'snapshot',
  'restore',
  'erase',
  'trash',
  'series',
]

const ALLOWED: Readonly<Record<Role, ReadonlySet<Action>>> = {
  viewer: new Set(VIEWER),
  editor: new Set(EDITOR),
  facilitator: new Set(FACILITATOR),
}

/** Whether the role may do this. */
export function may(role: Role, action: Action): boolean {
  return ALLOWED[role].has(action)
}

/** The role itself and all that may do less: the links its holder may hand on. */
export function rolesUpTo(role: Role): readonly Role[] {
  return ROLES.slice(ROLES.indexOf(role))
}
