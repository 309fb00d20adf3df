import { ConfigError } from '../config.ts'
import { DataDirectoryLockedError } from '../db/embedded-lock.ts'
import { isAppError } from '../shared/errors.ts'
import { guardDriver } from './guard-driver.ts'

// Before anything loads the driver.
guardDriver()
const { start } = await import('./serve.ts')

start().catch((error: unknown) => {
  const known =
    error instanceof ConfigError || error instanceof DataDirectoryLockedError || isAppError(error)
  process.stderr.write(
    `${known || (error instanceof Error && error.message.startsWith('The database')) ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  )
  process.exit(1)
})
