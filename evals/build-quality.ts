import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { drawQuality, placeQuality, type Language } from './quality-table.ts'
import { Baseline, BASELINES } from './support/baselines.ts'

const READMES: Readonly<Record<Language, URL>> = {
  en: new URL('../README.md', import.meta.url),
  zh: new URL('../README.zh-CN.md', import.meta.url),
}

/** `npm run build:quality [-- --check]`: the table of both READMEs from the committed baselines of the last accepted run. */
const baselines = readdirSync(BASELINES)
  .filter((name) => name.endsWith('.json'))
  .map((name) => Baseline.parse(JSON.parse(readFileSync(new URL(name, BASELINES), 'utf8'))))
const check = process.argv.includes('--check')
for (const language of ['en', 'zh'] as const) {
  const file = READMES[language]
  const now = readFileSync(file, 'utf8')
  const next = placeQuality(now, drawQuality(baselines, language))
  if (next === now) continue
  if (check) {
    process.stderr.write(
      `${file.pathname}: the quality table is not that of evals/baselines; run npm run build:quality\n`,
    )
    process.exitCode = 1
  } else {
    writeFileSync(file, next)
    process.stdout.write(`written: ${file.pathname}\n`)
  }
}
