import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: here('./frame'),
  base: '/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: here('../../dist/widget'),
    emptyOutDir: true,
    target: ['es2022', 'chrome103', 'safari15.4'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
})
