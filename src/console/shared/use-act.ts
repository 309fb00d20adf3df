import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'

/** Runs a change: what failed is said and nothing entered is lost; what worked is read again everywhere. */
export function useAct(): (work: () => Promise<unknown>, done?: string) => Promise<boolean> {
  const { message } = App.useApp()
  const queries = useQueryClient()
  return async (work, done) => {
    try {
      await work()
    } catch (error) {
      message.error(error instanceof Error ? error.message : String(error))
      return false
    }
    if (done !== undefined) message.success(done)
    await queries.invalidateQueries()
    return true
  }
}
