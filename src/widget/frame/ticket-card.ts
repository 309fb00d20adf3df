import { t } from './i18n.ts'

const WIDTH = 720
const MARGIN = 48
const FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'

type Card = { ticketNo: string; code: string; due: string | null }
type Line = { text: string; size: number; weight: number; gap: number }

function linesOf({ ticketNo, code, due }: Card): Line[] {
  const small = (text: string): Line => ({ text, size: 26, weight: 400, gap: 20 })
  const large = (text: string): Line => ({ text, size: 44, weight: 700, gap: 36 })
  return [
    { text: t('done_title'), size: 34, weight: 700, gap: 36 },
    small(t('done_no')),
    large(ticketNo),
    small(t('done_code')),
    large(code),
    ...(due === null ? [] : [small(due)]),
    small(t('done_picture_how')),
    small(new Date().toLocaleString(document.documentElement.lang)),
  ]
}

/** Chinese breaks anywhere; a line is cut where the next character would leave the card. */
function wrap(pen: CanvasRenderingContext2D, line: Line): string[] {
  const rows = ['']
  for (const char of line.text) {
    const row = (rows.at(-1) ?? '') + char
    if (pen.measureText(row).width > WIDTH - 2 * MARGIN) rows.push(char)
    else rows[rows.length - 1] = row
  }
  return rows
}

function draw(pen: CanvasRenderingContext2D, lines: readonly Line[], paint: boolean): number {
  let y = MARGIN
  for (const line of lines) {
    pen.font = `${line.weight} ${line.size}px ${FONT}`
    for (const row of wrap(pen, line)) {
      y += line.size
      if (paint) pen.fillText(row, MARGIN, y)
      y += 8
    }
    y += line.gap - 8
  }
  return y + MARGIN - 20
}

/** Number and code as a picture to keep in the album: black on white, drawn in the page and sent nowhere. */
export async function saveTicketCard(card: Card): Promise<void> {
  const canvas = document.createElement('canvas')
  const pen = canvas.getContext('2d')
  if (pen === null) return
  const lines = linesOf(card)
  canvas.width = WIDTH
  canvas.height = draw(pen, lines, false)
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.fillStyle = '#000'
  draw(pen, lines, true)
  const picture = await new Promise<Blob | null>((settle) => canvas.toBlob(settle, 'image/png'))
  if (picture === null) return
  const link = document.createElement('a')
  link.href = URL.createObjectURL(picture)
  link.download = `${card.ticketNo}.png`
  link.click()
  URL.revokeObjectURL(link.href)
}
