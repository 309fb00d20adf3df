import { createContext } from 'preact'
import { HOTLINE } from './numbers.ts'

/** The way to a person, from anywhere on the page (R-A11Y-4). */
export type Help = {
  phone: { number: string; name: string }
  onPerson: () => void
}

export const HelpContext = createContext<Help>({ phone: HOTLINE, onPerson: () => undefined })
