/**
 * What the rehearsal plays: an invented team's agenda, wheel and turns. `REHEARSAL` names a file of the same form that is
 * played in its place.
 */
import { readFile } from 'node:fs/promises'
import { themeTextSchema } from '@gamelan/protocol/session/wheel'
import { z } from 'zod'

const contentSchema = z.object({
  team: z.object({ people: z.array(z.object({ name: z.string() })) }),
  wheel: z.array(themeTextSchema),
  turns: z.array(
    z.object({
      question: z.enum(['who', 'what', 'where']),
      outcome: z.string(),
      path: z.array(z.string()).default([]),
    }),
  ),
  pivot: z.object({ happened: z.string(), becameInstead: z.string() }),
})
export type Content = z.infer<typeof contentSchema>

const theme = (name: string, plain: string) => ({
  theme: name,
  who: `Who is asked about ${name} at night?`,
  what: `What is the first sign that ${name} is unwell?`,
  where: `Where would you look at ${name} first?`,
  plain,
})

const OWN: Content = {
  team: { people: ['Odile', 'Bas', 'Yuki', 'Ines', 'Karim', 'Wren'].map((name) => ({ name })) },
  wheel: [
    theme('the queue of letters', 'What is still to be sent'),
    theme('the search index', 'How things are found again'),
    theme('the door', 'Where everyone comes in'),
    theme('backups', 'The spare copy'),
    theme('the clock', 'When things are done by themselves'),
  ],
  turns: [
    { question: 'where', outcome: 'answered', path: ['the board of the queue', 'letters by age'] },
    { question: 'what', outcome: 'found_live', path: ['asked in the channel', 'found the alert'] },
    { question: 'who', outcome: 'escalated', path: ['the rota', 'nobody was on it'] },
  ],
  pivot: { happened: 'The mail provider is out', becameInstead: 'How a letter leaves the house' },
}

export async function rehearsalContent(): Promise<Content> {
  const file = process.env['REHEARSAL']
  return file === undefined ? OWN : contentSchema.parse(JSON.parse(await readFile(file, 'utf8')))
}
