/** `/api/settings`: what the page has to know of how this server was set up. Must never tell what is not for everybody. */
import { settingsSchema } from '@gamelan/protocol/http/settings'
import { problems } from './answers.ts'
import type { Api, HttpParts } from './parts.ts'

export function registerSettings(api: Api, { embedSites }: Pick<HttpParts, 'embedSites'>): void {
  api.route({
    method: 'GET',
    url: '/settings',
    schema: {
      tags: ['operation'],
      summary: 'How this server was set up',
      description:
        '`embedSites`: the origins whose pages a board may show in a frame, once a person opens them.',
      response: { 200: settingsSchema, ...problems() },
    },
    handler: () => ({ embedSites: [...embedSites] }),
  })
}
