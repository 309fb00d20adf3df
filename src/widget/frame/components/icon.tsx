const PATHS = {
  phone:
    'M6.6 3h3l1.5 4.2-2 1.6a12 12 0 0 0 6.1 6.1l1.6-2L21 14.4v3A3.2 3.2 0 0 1 17.6 21 15 15 0 0 1 3 6.4 3.2 3.2 0 0 1 6.6 3Z',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  book: 'M4 5.5C6.5 4 9.5 4 12 5.5c2.5-1.5 5.5-1.5 8 0V19c-2.5-1.5-5.5-1.5-8 0-2.5-1.5-5.5-1.5-8 0ZM12 5.5V19',
  flag: 'M5 21V4m0 1c4-2.5 7 2.5 13 0v9c-6 2.5-9-2.5-13 0',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.8-4 3.8-6 7.5-6s6.7 2 7.5 6',
  up: 'M7 11v9H4v-9Zm0 0 4-8c1.7 0 2.6 1 2.4 2.6L13 9h5.4a2 2 0 0 1 2 2.4l-1.4 7a2 2 0 0 1-2 1.6H7',
  down: 'M17 13V4h3v9Zm0 0-4 8c-1.7 0-2.6-1-2.4-2.6L11 15H5.6a2 2 0 0 1-2-2.4l1.4-7A2 2 0 0 1 7 4h10',
  copy: 'M9 9h11v11H9ZM5 15H4V4h11v1',
  speak: 'M4 9.5v5h3.5L12 19V5L7.5 9.5ZM16 9a4.5 4.5 0 0 1 0 6m2.5-8.5a8 8 0 0 1 0 11',
  send: 'M12 20V5m-6.5 6.5L12 5l6.5 6.5',
  stop: 'M7 7h10v10H7Z',
  mic: 'M12 15a3.5 3.5 0 0 0 3.5-3.5v-5a3.5 3.5 0 0 0-7 0v5A3.5 3.5 0 0 0 12 15Zm-6.5-3.5a6.5 6.5 0 0 0 13 0M12 18v3.5',
  close: 'M6 6l12 12M18 6 6 18',
  next: 'm9 5 7 7-7 7',
  law: 'M12 4v16m-5 0h10M5 8h14M5 8l-3 6.5h6ZM19 8l-3 6.5h6Z',
  news: 'M4 5h13v14H6a2 2 0 0 1-2-2Zm13 4h3v8a2 2 0 0 1-3 1.7M7.5 9h6m-6 3.5h6m-6 3.5h4',
} as const

export type IconName = keyof typeof PATHS

/** A picture beside words, never instead of them: hidden from screen readers. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  )
}
