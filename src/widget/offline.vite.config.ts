import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  build: {
    outDir: here('../../dist/offline'),
    emptyOutDir: true,
    target: ['es2022', 'chrome103', 'safari15.4'],
    lib: {
      entry: here('./offline/sw.ts'),
      formats: ['iife'],
      name: 'gridWorkerOffline',
      fileName: () => 'sw.js',
    },
  },
})
