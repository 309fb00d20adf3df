import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

/** What sticks above and below, as the page's scroll padding: neither a question nor a focused field hides behind it. */
export function useStuckHeights(): RefObject<HTMLDivElement | null> {
  const page = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const { style } = document.documentElement
    const parts = [
      ['--top', page.current?.querySelector('.top')],
      ['--bottom', page.current?.querySelector('.composer')],
    ] as const
    const observer = new ResizeObserver(() => {
      for (const [name, element] of parts)
        style.setProperty(name, `${element?.getBoundingClientRect().height ?? 0}px`)
    })
    for (const [, element] of parts) if (element != null) observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return page
}
