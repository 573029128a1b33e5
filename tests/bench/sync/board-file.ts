/** Writes the large board's document to the file in its first argument: a process of its own, for its heap is large. */
import { writeFileSync } from 'node:fs'
import { createDocument, writeChanges } from '@gamelan/board-model'
import * as Y from 'yjs'
import { board } from '../model/elements.ts'
import { ELEMENTS } from './scenario.ts'

const doc = new Y.Doc()
doc.clientID = 0xb0_a2_d0_01
createDocument(doc)
writeChanges(
  doc,
  board(ELEMENTS, 1).map((after) => ({ before: undefined, after })),
  { origin: 'bench' },
)
const [, , file = ''] = process.argv
writeFileSync(file, Y.encodeStateAsUpdate(doc))
