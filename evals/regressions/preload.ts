import { registerHooks } from 'node:module'
import { PLANTED } from './planted.ts'

// `node --import ./evals/regressions/preload.ts evals/cli.ts …` with PLANT set to a name of the list.
const planted = PLANTED.find(({ name }) => name === process.env['PLANT'])
if (planted === undefined) throw new Error(`PLANT names no regression: ${process.env['PLANT']}`)
const target = new URL(`../../${planted.file}`, import.meta.url).href

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    if (url !== target) return loaded
    const source = Buffer.from(loaded.source as Uint8Array).toString('utf8')
    const changed = planted.change(source)
    // A plant that grew into nothing would pass for a suite that sees nothing.
    if (changed === source)
      throw new Error(`${planted.file} has changed: plant "${planted.name}" anew`)
    return { ...loaded, source: changed }
  },
})
