/** `/api/me`: what this browser's person is called, and the same person on another device. */
import { z } from 'zod'
import {
  meSchema,
  openPersonalLinkSchema,
  personalLinkSchema,
  putMeSchema,
} from '@gamelan/protocol/http/boards'
import { originAllowed } from '../access/origin.ts'
import { GamelanError } from '../errors.ts'
import { baseOf, personalAddress } from './addresses.ts'
import { problems } from './answers.ts'
import { callerOf, setVisitorCookie } from './guard.ts'
import type { Api, HttpParts } from './parts.ts'

export function registerMe(api: Api, { access, publicUrl }: Pick<HttpParts, 'access' | 'publicUrl'>): void {
  api.route({
    method: 'GET',
    url: '/me',
    schema: {
      tags: ['people'],
      summary: 'Who this browser is',
      description: 'null where no name was said yet.',
      response: { 200: meSchema, ...problems() },
    },
    handler: async (request) => ({ participant: (await access.visitor(callerOf(access, request))) ?? null }),
  })

  api.route({
    method: 'PUT',
    url: '/me',
    schema: {
      tags: ['people'],
      summary: 'Say a name and a colour',
      description: 'Sets the cookie by which this browser is known from then on.',
      body: putMeSchema,
      response: { 200: meSchema, ...problems('invalid-request', 'origin-refused') },
    },
    handler: async (request, reply) => {
      const { visitorId, participant } = await access.introduce(callerOf(access, request), request.body)
      setVisitorCookie({ access, publicUrl }, reply, visitorId)
      return { participant }
    },
  })

  api.route({
    method: 'POST',
    url: '/me/link',
    schema: {
      tags: ['people'],
      summary: 'Make a link by which another device becomes this person',
      description:
        'Good once, for fifteen minutes; a new one ends the one before. Whoever opens it is this person on every ' +
        'board: it is for nobody else.',
      response: { 201: personalLinkSchema, ...problems('not-signed-in', 'origin-refused') },
    },
    handler: async (request, reply) => {
      const made = await access.personalLink(callerOf(access, request))
      if (!made) throw new GamelanError('not-signed-in')
      const link = personalAddress(baseOf(request, publicUrl), made.key)
      return reply.code(201).send({ link, endsAt: made.endsAt.toISOString() })
    },
  })

  api.route({
    method: 'DELETE',
    url: '/me/link',
    schema: {
      tags: ['people'],
      summary: 'End the link for another device',
      response: { 204: z.undefined().describe('There is none any more.'), ...problems('origin-refused') },
    },
    handler: async (request, reply) => {
      await access.endPersonalLink(callerOf(access, request))
      return reply.code(204).send()
    },
  })

  api.route({
    method: 'POST',
    url: '/me/open',
    schema: {
      tags: ['people'],
      summary: 'Become the person of a personal link',
      description:
        'Sets the cookie by which this browser is known from then on. Who it was before, it is no longer: ask first.',
      body: openPersonalLinkSchema,
      response: { 200: meSchema, ...problems('invalid-request', 'origin-refused', 'personal-link-over') },
    },
    handler: async (request, reply) => {
      // Also where no cookie was sent: another site must not make somebody a person of its choice.
      if (!originAllowed(request.headers.origin, { publicUrl, host: request.host }))
        throw new GamelanError('origin-refused')
      const participant = await access.openPersonalLink(request.body.key)
      if (!participant) throw new GamelanError('personal-link-over')
      setVisitorCookie({ access, publicUrl }, reply, participant.id)
      return { participant }
    },
  })
}
