import { listCategories } from '../catalogue.ts'
import type { LabelledText } from './train-classifier.ts'

/** The catalogue's own words as training texts: names, synonyms, and for facilities what one says when they fail. */
export function catalogueRows(): LabelledText[] {
  return listCategories().flatMap(({ code, name, synonyms }) => {
    const thing = name.replace(/异常$/, '')
    const failures = thing === name ? [] : [`${thing}坏了`, `${thing}破损`]
    return [thing, ...synonyms, ...failures].map((text) => ({ text, label: code }))
  })
}
