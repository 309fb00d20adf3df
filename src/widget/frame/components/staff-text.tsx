import type { MessageView } from '../../../protocol/conversations.ts'
import { plainTime } from '../dates.ts'
import { tData } from '../i18n.ts'

/** A person speaks: said in words first, the coloured edge only repeats it (R-LBL-2). */
export function StaffText({ message }: { message: MessageView }) {
  return (
    <article class="staff">
      <p class="label">
        {tData('label', message.label)} · {message.staff?.unit} {message.staff?.name}{' '}
        <time dateTime={message.created_at}>{plainTime(message.created_at)}</time>
      </p>
      <p>{message.text}</p>
    </article>
  )
}
