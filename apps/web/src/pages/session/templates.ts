/**
 * Blocks to begin an agenda with: the practices, each with its question, its steps and the minutes it tends to take. Content,
 * to be edited once it is on an agenda; in the words of who runs such sessions. Must never take a turn that cannot be passed.
 */
import type { BlockText } from '@gamelan/protocol/session/agenda'

export type Template = Omit<BlockText, 'owner'>

export const TEMPLATES: readonly Template[] = [
  {
    title: 'Morning Vista',
    format: 'morning-vista',
    question: 'You open your laptop: what do you look at?',
    steps: [
      'Five minutes alone: note each tool, what it tells you, what is normal and what is odd.',
      'Three minutes each: show it, in the order in which you look. Anybody may pass.',
      'Together: who looks at what, and what does nobody watch?',
    ],
    minutes: 30,
  },
  {
    title: 'Decision Requirements Table',
    format: 'decision-requirements',
    question: 'Which decision was hard, and what made it hard?',
    steps: [
      'One row a person, from a real event. Who has told theirs calls the next; anybody may pass.',
      'Say the decision, why it was difficult, and what helped or would have.',
      'When the talk turns abstract, ask: when did it happen?',
      'Deepen a row: cues, sources, what a newcomer gets wrong, what an expert does.',
    ],
    minutes: 60,
  },
  {
    title: 'Knowledge elicitation',
    format: 'elicitation',
    question: 'How does a request get from the edge to the answer?',
    steps: [
      'Agree who tells, who asks and who draws.',
      'Who tells walks along the path; who draws draws what is said, and nothing else.',
      'Who asks probes: how would you notice? what comes next? what if it does not come?',
      'Read the drawing back together, and mark what nobody is sure of.',
    ],
    minutes: 45,
  },
  {
    title: 'Why do we have on-call?',
    format: 'why-on-call',
    question: 'What do you expect of on-call, what do you fear, and what would you need?',
    steps: [
      'Alone: a card each for what you expect, what you fear, what you would need.',
      'Reveal all cards at once.',
      'Read them by role: where do they differ, and what surprises you?',
      'Write the card for somebody’s first on-call.',
    ],
    minutes: 40,
  },
  {
    title: 'Drawing alone, then together',
    format: 'alone-then-together',
    question: 'How does our system work?',
    steps: [
      'Everyone draws on a board of their own, without talking.',
      'Reveal all boards at once, and walk along the wall.',
      'Where do we agree? Where not, and how could we find out?',
      'Draw together what was learned.',
    ],
    minutes: 40,
  },
  {
    title: 'Wheel of Expertise',
    format: 'wheel',
    question: 'Who knows it, what would happen, where would you look?',
    steps: [
      'Who wants to be drawn opts in. The facilitator goes first.',
      'Spin for a person, then for a theme. Anybody may pass.',
      'Show, do not tell, how you would find out, or whom you would escalate to.',
      'Note how it ended, with its steps and links.',
    ],
    minutes: 50,
  },
  {
    title: 'Replay of a drawing',
    format: 'replay',
    question: 'What do you remember when you see it grow?',
    steps: [
      'The facilitator plays the drawing for all.',
      'Stop where somebody remembers something, and name the moment.',
      'Keep surprises, decisions and open questions.',
    ],
    minutes: 20,
  },
  {
    title: 'Drawing together',
    format: 'drawing',
    question: 'What do we believe about our system?',
    steps: ['Everyone draws at once.', 'Say what you draw, and ask about what you do not know.'],
    minutes: 25,
  },
  {
    title: 'Arriving',
    format: 'talk',
    question: 'What is on your mind today?',
    steps: ['A sentence each. Anybody may pass.', 'Say what has happened since last time.'],
    minutes: 5,
  },
  {
    title: 'What we take along',
    format: 'talk',
    question: 'What surprised you, and what stays open?',
    steps: ['A sentence each. Anybody may pass.', 'Give each open question somebody who looks after it.'],
    minutes: 10,
  },
]
