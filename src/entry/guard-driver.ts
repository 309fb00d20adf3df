import { registerHooks } from 'node:module'

type Guard = { why: string; fault: string; guarded: string }

/** Faults of postgres.js 3.4 when a connection dies, each with the text it stands in and the text that bears it. */
const GUARDS: Record<string, readonly Guard[]> = {
  'connection.js': [
    {
      why: 'a rollback written to a socket that is gone ends the process (porsager/postgres issues 1154 and 1208, open)',
      fault: `  function nextWrite(fn) {
    const x = socket.write(chunk, fn)`,
      guarded: `  function nextWrite(fn) {
    if (socket === null) {
      nextWriteTimer !== null && clearImmediate(nextWriteTimer)
      chunk = nextWriteTimer = null
      error(Errors.connection('CONNECTION_CLOSED', options))
      return false
    }
    const x = socket.write(chunk, fn)`,
    },
    {
      why: 'a timer that was cleared but is still held: on that connection nothing is ever written again',
      fault: `    incomings = null
    clearImmediate(nextWriteTimer)`,
      guarded: `    incomings = null
    nextWriteTimer !== null && clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null`,
    },
    {
      why: 'what is asked between the error and the close of a connection is never answered, and blocks that connection',
      fault: `    !hadError && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))`,
      guarded: `    ;(query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))
    query = null`,
    },
  ],
  'index.js': [
    {
      why: 'a transaction that goes on after its connection died takes that connection out of the pool for good',
      fault: `        new Promise((_, reject) => connection.onclose = reject)`,
      guarded: `        new Promise((_, reject) => connection.onclose = (e) => {
          connection = { dead: e }
          while (queries.length) queries.shift().reject(e)
          reject(e)
        })`,
    },
    {
      why: 'the same',
      fault: `        q.catch(e => uncaughtError || (uncaughtError = e))
        c.queue === full`,
      guarded: `        q.catch(e => uncaughtError || (uncaughtError = e))
        if (connection.dead) return q.reject(connection.dead)
        c.queue === full`,
    },
  ],
}

/** The text of one of the driver's files with its guards. Throws when it is not the text they were written for. */
export function guardText(file: string, text: string): string {
  return (GUARDS[file] ?? []).reduce((kept, { why, fault, guarded }) => {
    if (kept.split(fault).length !== 2)
      throw new Error(`the database driver changed: look at guard-driver.ts, ${file}: ${why}`)
    return kept.replace(fault, () => guarded)
  }, text)
}

/** Keeps the driver whole when the database goes away. Call before the driver is loaded. */
export function guardDriver(): void {
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context)
      const file = /\/postgres\/src\/(\w+\.js)$/.exec(url)?.[1]
      if (file === undefined) return loaded
      const text = typeof loaded.source === 'string' ? loaded.source : decode(loaded.source)
      return { ...loaded, source: guardText(file, text) }
    },
  })
}

function decode(source: NodeJS.TypedArray | ArrayBuffer | undefined): string {
  return new TextDecoder().decode(source)
}
