/** `/api/me`: what this browser's person is called. */
import { meSchema, putMeSchema } from '@gamelan/protocol/http/boards'
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
}
