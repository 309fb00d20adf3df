import { useEffect, useLayoutEffect, useRef } from 'react'
import type { QueueItem, View } from './api.ts'
import { QueueRow } from './queue-row.tsx'

export const ROW_HEIGHT = 68
const SPARE_ROWS = 8

export type Window = { from: number; to: number }

type Props = {
  total: number
  rowAt: (index: number) => QueueItem | undefined
  window: Window
  onWindow: (window: Window) => void
  cursor: number
  picked: ReadonlySet<string>
  view: View
  label: string
  onOpen: (index: number) => void
  onPick: (index: number, range: boolean) => void
}

/** Only the rows on the screen are in the page, whatever the length of the list. */
export function QueueList(props: Props) {
  const { total, rowAt, window: shown, onWindow, cursor } = props
  const box = useRef<HTMLDivElement>(null)
  const measure = (): void => {
    const element = box.current
    if (element === null) return
    const from = Math.max(0, Math.floor(element.scrollTop / ROW_HEIGHT) - SPARE_ROWS)
    const to = Math.ceil((element.scrollTop + element.clientHeight) / ROW_HEIGHT) + SPARE_ROWS
    if (from !== shown.from || to !== shown.to) onWindow({ from, to })
  }
  useLayoutEffect(measure)
  useEffect(() => {
    const element = box.current
    if (element === null || cursor < 0) return
    const top = cursor * ROW_HEIGHT
    if (top < element.scrollTop) element.scrollTop = top
    else if (top + ROW_HEIGHT > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + ROW_HEIGHT - element.clientHeight
    }
  }, [cursor])
  const indices: number[] = []
  for (let index = shown.from; index <= Math.min(shown.to, total - 1); index += 1)
    indices.push(index)
  return (
    <div className="queue-box" ref={box} onScroll={measure}>
      <ul className="queue" aria-label={props.label} style={{ height: total * ROW_HEIGHT }}>
        {indices.map((index) => (
          <li
            key={index}
            aria-setsize={total}
            aria-posinset={index + 1}
            style={{ top: index * ROW_HEIGHT, height: ROW_HEIGHT }}
          >
            <Cell {...props} index={index} row={rowAt(index)} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function Cell(props: Props & { index: number; row: QueueItem | undefined }) {
  const { index, row } = props
  if (row === undefined) return <div className="queue-row queue-row-empty" aria-hidden="true" />
  return (
    <QueueRow
      row={row}
      view={props.view}
      current={props.cursor === index}
      picked={props.picked.has(row.ticket_no)}
      onOpen={() => props.onOpen(index)}
      onPick={(range) => props.onPick(index, range)}
    />
  )
}
