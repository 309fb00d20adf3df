import { App, Button } from 'antd'
import { useState } from 'react'
import { ApiError } from '../../shared/api.ts'
import { Keys } from '../../shell/shortcut-help.tsx'
import { useShortcuts } from '../../shell/shortcuts.ts'
import { queueApi, type TicketDetail } from './api.ts'
import { MoveForm } from './move-form.tsx'
import { movesOf, type Move } from './moves.ts'
import { acceptBody, hasEdits, type Edits } from './review.ts'
import { t, tData } from './texts.ts'

type Props = {
  ticket: TicketDetail
  edits: Edits
  keysOn: boolean
  onChanged: (ticket: TicketDetail) => void
  onDecided: () => void
  onStale: () => void
}

function useSend({ ticket, edits, onChanged, onDecided, onStale }: Props) {
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const attempt = async (work: () => Promise<TicketDetail>, leave: boolean): Promise<boolean> => {
    setBusy(true)
    try {
      onChanged(await work())
      if (leave) onDecided()
      return true
    } catch (error) {
      message.error(error instanceof Error ? error.message : String(error), 6)
      // Somebody else was first: show what they did, keep what was typed here.
      if (error instanceof ApiError && error.status === 409) onStale()
      return false
    } finally {
      setBusy(false)
    }
  }
  /** The machine was not sure enough to preset one, so a person has to choose. */
  const lacksCategory = (): boolean => {
    if (ticket.category_code !== null || edits.category_code !== undefined) return false
    message.warning(t('choose_category'), 4)
    return true
  }
  const send = async (move: Move, values: Record<string, unknown>): Promise<boolean> => {
    if (move.to === 'accepted' && lacksCategory()) return false
    const body =
      move.to === 'accepted'
        ? acceptBody(ticket, edits)
        : { to: move.to, version: ticket.version, ...values }
    const leave = ['accepted', 'rejected', 'dispatched', 'referred'].includes(move.to)
    return attempt(() => queueApi.transition(ticket.ticket_no, body), leave)
  }
  const acceptAndDispatch = async (): Promise<boolean> => {
    if (lacksCategory()) return false
    return attempt(async () => {
      const no = ticket.ticket_no
      const accepted = await queueApi.transition(no, acceptBody(ticket, edits))
      const { lead_unit, lead_unit_name } = await queueApi.suggestion(no)
      return queueApi.transition(no, {
        to: 'dispatched',
        version: accepted.version,
        lead_unit,
        lead_unit_name,
      })
    }, true)
  }
  return { busy, send, acceptAndDispatch }
}

type KeysInput = {
  moves: readonly Move[]
  canAccept: boolean
  keysOn: boolean
  press: (move: Move) => void
  both: () => void
}

function useDecideKeys({ moves, canAccept, keysOn, press, both }: KeysInput): void {
  const keys = moves.map((move) => ({ keys: move.keys, label: move.label, run: () => press(move) }))
  const further = canAccept ? [{ keys: 'A', label: t('accept_and_dispatch'), run: both }] : []
  useShortcuts(t('shortcuts_ticket'), keysOn ? [...keys, ...further] : [])
}

/** What may be done now, in the order of work, each with its key. */
export function Decide(props: Props) {
  const { ticket, edits, keysOn } = props
  const { busy, send, acceptAndDispatch } = useSend(props)
  const [open, setOpen] = useState<Move | null>(null)
  const moves = movesOf(ticket)
  const canAccept = moves.some(({ to }) => to === 'accepted')
  const press = (move: Move): void => {
    if (busy) return
    if (move.fields.length === 0) void send(move, {})
    else setOpen(open?.to === move.to ? null : move)
  }
  useDecideKeys({ moves, canAccept, keysOn, press, both: () => void (busy || acceptAndDispatch()) })
  if (moves.length === 0) return <p className="hint">{tData('closed_note', ticket.status)}</p>
  return (
    <section className="decide" aria-label={t('decide')}>
      <div className="decide-buttons">
        {moves.map((move, index) => (
          <Button
            key={move.to}
            type={index === 0 ? 'primary' : 'default'}
            loading={busy && index === 0}
            {...(move.fields.length === 0 ? {} : { 'aria-expanded': open?.to === move.to })}
            onClick={() => press(move)}
          >
            {move.to === 'accepted' && hasEdits(edits) ? t('accept_corrected') : move.label}{' '}
            <Keys keys={move.keys} />
          </Button>
        ))}
        {canAccept && (
          <Button disabled={busy} onClick={() => void acceptAndDispatch()}>
            {t('accept_and_dispatch')} <Keys keys="A" />
          </Button>
        )}
      </div>
      {open !== null && (
        <MoveForm
          key={open.to}
          move={open}
          ticket={ticket}
          busy={busy}
          onCancel={() => setOpen(null)}
          onSend={(values) =>
            void send(open, values).then((done) => {
              if (done) setOpen(null)
            })
          }
        />
      )}
    </section>
  )
}
