import { registerHooks } from 'node:module'

const DRIVER = /\/postgres\/src\/connection\.js$/
const FAULT = `  function nextWrite(fn) {
    const x = socket.write(chunk, fn)`
const GUARDED = `  function nextWrite(fn) {
    if (socket === null) {
      nextWriteTimer !== null && clearImmediate(nextWriteTimer)
      chunk = nextWriteTimer = null
      error(Errors.connection('CONNECTION_CLOSED', options))
      return false
    }
    const x = socket.write(chunk, fn)`

/** The driver's text with the guard in it. Throws when the text is not the one the guard was written for. */
export function guardText(text: string): string {
  if (!text.includes(FAULT)) throw new Error('the database driver changed: look at guard-driver.ts')
  return text.replace(FAULT, GUARDED)
}

/**
 * postgres.js 3.4 ends the process when a connection dies inside a transaction: its rollback is written to a socket that
 * is gone, outside of any promise (porsager/postgres issues 1154 and 1208, open). Call before the driver is loaded.
 */
export function guardDriver(): void {
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context)
      if (!DRIVER.test(url)) return loaded
      const text = typeof loaded.source === 'string' ? loaded.source : decode(loaded.source)
      return { ...loaded, source: guardText(text) }
    },
  })
}

function decode(source: NodeJS.TypedArray | ArrayBuffer | undefined): string {
  return new TextDecoder().decode(source)
}
