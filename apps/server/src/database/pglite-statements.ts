/**
 * Statements that are run over and over on the embedded database. It reads and plans each of them once, and is given
 * all steps of the protocol in one call: together more than half of what a small statement costs it. Must never run
 * while a transaction is open, which it would become part of: `alone` sees to that.
 */
import { messages, type PGlite, protocol } from '@electric-sql/pglite'
import type { Statement } from './database.ts'

/** The parameters' types, and the columns' names and types. */
type Prepared = {
  readonly name: string
  readonly parameters: readonly number[]
  readonly columns: readonly { readonly name: string; readonly dataTypeID: number }[]
}

const { serialize } = protocol

/** Answers rows as `query` of PGlite does. Rejects with the database's error. */
export function createStatements(
  client: PGlite,
  alone: <T>(work: () => Promise<T>) => Promise<T>,
): (statement: Statement) => Promise<Record<string, unknown>[]> {
  const known = new Map<string, Promise<Prepared>>()

  async function ask(...steps: Uint8Array[]) {
    // With `sync` in the same call, an error leaves nothing half done.
    return (await client.execProtocol(Buffer.concat([...steps, serialize.sync()]))).messages
  }

  async function prepare(text: string): Promise<Prepared> {
    const name = `statement ${known.size}`
    const answer = await ask(serialize.parse({ name, text }), serialize.describe({ type: 'S', name }))
    const parameters = answer.find((message) => message instanceof messages.ParameterDescriptionMessage)
    const columns = answer.find((message) => message instanceof messages.RowDescriptionMessage)
    return { name, parameters: parameters?.dataTypeIDs ?? [], columns: columns?.fields ?? [] }
  }

  function prepared(text: string): Promise<Prepared> {
    let found = known.get(text)
    if (found === undefined) {
      found = prepare(text)
      known.set(text, found)
      found.catch(() => known.delete(text))
    }
    return found
  }

  return ({ text, values }) =>
    alone(() =>
      client.runExclusive(async () => {
        const { name, parameters, columns } = await prepared(text)
        const written = values.map((value, i) => {
          // As they are: written as text they are twice as long, and take many times as long.
          if (value instanceof Uint8Array) return value
          const write = client.serializers[parameters[i] ?? 0]
          return write === undefined ? String(value) : write(value)
        })
        const answer = await ask(serialize.bind({ statement: name, values: written }), serialize.execute({}))
        return answer
          .filter((message) => message instanceof messages.DataRowMessage)
          .map(({ fields }) =>
            Object.fromEntries(
              columns.map(({ name: column, dataTypeID }, i) => {
                const field = fields[i] ?? null
                const read = client.parsers[dataTypeID]
                return [column, field === null || read === undefined ? field : read(field, dataTypeID)]
              }),
            ),
          )
      }),
    )
}
