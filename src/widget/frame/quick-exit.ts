import type { ChatStore } from './chat-store.ts'
import { tellHost } from './embedding.ts'

/**
 * Leaves at once and takes the conversation off this device, so that whoever looks next finds nothing. In a frame the host
 * page's loader removes the whole widget; the page itself becomes an empty one without an entry to go back to.
 */
export function leaveQuickly(store: ChatStore): void {
  store.forgetDevice()
  tellHost('leave')
  location.replace('about:blank')
}
