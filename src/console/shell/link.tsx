import type { AnchorHTMLAttributes, MouseEvent } from 'react'
import { go } from './router.ts'

type Props = AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }

/** A real link: it opens in a new tab when asked to, and without a reload when not. */
export function Link({ onClick, ...rest }: Props) {
  const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event)
    if (event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    go(rest.href)
  }
  return <a {...rest} onClick={follow} />
}
