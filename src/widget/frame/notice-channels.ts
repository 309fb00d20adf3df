import { createContext } from 'preact'
import type { NoticeChannel } from '../../protocol/notices.ts'
import { isEmbedded, userOfHost } from './embedding.ts'

/** What a resident can type an address for; a mini-program knows its user and says so itself. */
const TYPED: readonly NoticeChannel[] = ['sms', 'email']
const PARAMETER = 'mini-program-user'

/**
 * The embedding page says it (`data-mini-program-user`). Alone in a mini-program's web view, the page is told behind the hash, which no server and no log gets to see. Elsewhere
 * that part is nobody's word: in a browser a stranger's link would name the stranger.
 */
export function miniProgramUser(): string | null {
  if (isEmbedded) return userOfHost()
  if (!/miniprogram/i.test(navigator.userAgent)) return null
  return new URLSearchParams(location.hash.slice(1)).get(PARAMETER)
}

/** Of what the operator offers, what can be used on this page. */
export function usableChannels(offered: readonly string[]): NoticeChannel[] {
  const own: NoticeChannel[] = miniProgramUser() === null ? [] : ['mini_program']
  return [...own, ...TYPED].filter((channel) => offered.includes(channel))
}

/** How the operator lets residents be told outside the page: by nothing, unless it was switched on. */
export const NoticeChannels = createContext<readonly NoticeChannel[]>([])
