import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export type Server = { base: string; child: ChildProcess }

/** The flags of `npm start`: a small young generation keeps a server of many quiet streams small. */
function startFlags(): string[] {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  const { scripts } = JSON.parse(manifest) as { scripts: { start: string } }
  return scripts.start.split(' ').filter((word) => word.startsWith('--'))
}

/** The service as `npm start` runs it, in a process of its own; `inside` is a command that runs it. */
export async function startServer(
  settings: Record<string, string>,
  options: { inside?: readonly string[] } = {},
): Promise<Server> {
  const script = fileURLToPath(new URL('../entry/node.ts', import.meta.url))
  const [command = process.execPath, ...rest] = [
    ...(options.inside ?? []),
    process.execPath,
    ...startFlags(),
    script,
  ]
  const child = spawn(command, rest, {
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', TURN_DEADLINE_MS: '300000', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const base = await new Promise<string>((settle, reject) => {
    let output = ''
    child.once('exit', (code) => reject(new Error(`the server stopped with ${code}: ${output}`)))
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const found = /residents 居民\s+(http\S+)\//.exec(output)?.[1]
      if (found !== undefined) settle(found)
    })
  })
  return { base, child }
}

export async function stopServer({ child }: Server, signal: NodeJS.Signals): Promise<void> {
  child.removeAllListeners('exit')
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}
