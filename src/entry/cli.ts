import { parseArgs } from 'node:util'
import { ConfigError, parseConfig } from '../config.ts'
import { migrate } from '../db/migrate.ts'
import { buildNodePorts, type NodePorts } from './node-ports.ts'
import { COMMANDS, type Command } from './commands.ts'

/** `npm run <command> -- …`: joins a running embedded server through its socket, or opens the database itself. */
async function main(): Promise<number> {
  const [name = '', ...rest] = process.argv.slice(2)
  const command: Command | undefined = COMMANDS[name]
  if (command === undefined) {
    process.stderr.write(
      `Unknown command "${name}". Commands: ${Object.keys(COMMANDS).join(', ')}\n`,
    )
    return 2
  }
  const parsed = parseArgs({
    args: rest,
    options: command.options,
    allowPositionals: true,
    strict: true,
  })
  if (command.needsDatabase === false) return command.run(undefined, parsed)
  let ports: NodePorts | undefined
  try {
    ports = await buildNodePorts(parseConfig({ LOG_LEVEL: 'warn', ...process.env }), { join: true })
    await migrate(ports.sql)
    return await command.run(ports, parsed)
  } finally {
    await ports?.drain(10_000)
    await ports?.close()
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const text =
      error instanceof ConfigError
        ? error.message
        : error instanceof Error
          ? error.stack
          : String(error)
    process.stderr.write(`${text}\n`)
    process.exit(1)
  },
)
