import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'
import table from '../../knowledge/tables/numbers.json' with { type: 'json' }

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The page shows numbers before any script runs; they come from the one table like all others. */
function numbersInPage(): Plugin {
  const link = (number: string): string => {
    const row = table.numbers.find((item) => item.number === number)
    if (row === undefined) throw new Error(`numbers.json does not hold ${number}`)
    return `<a class="plain" href="tel:${number}" aria-label="拨打${row.name} ${number}">${number}</a>`
  }
  return {
    name: 'numbers-in-page',
    transformIndexHtml: (html) =>
      html
        .replace('%HOTLINE%', link('12345'))
        .replace('%DANGER_NUMBERS%', ['110', '119', '120'].map(link).join(' ')),
  }
}

export default defineConfig({
  root: here('./frame'),
  base: '/',
  plugins: [numbersInPage()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: here('../../dist/widget'),
    emptyOutDir: true,
    target: ['es2022', 'chrome103', 'safari15.4'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
})
