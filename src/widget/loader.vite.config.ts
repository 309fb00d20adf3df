import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  build: {
    outDir: here('../../dist/loader'),
    emptyOutDir: true,
    target: 'es2020',
    lib: {
      entry: here('./loader/loader.ts'),
      formats: ['iife'],
      name: 'gridWorker',
      fileName: () => 'widget.js',
    },
  },
})
