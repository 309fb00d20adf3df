/** A division code as the prefix that documents' jurisdictions are compared with: 420100 → 4201. */
export function toResidentPath(divisionCode: string): string {
  return divisionCode.length === 6 ? divisionCode.replace(/(00)+$/, '') : divisionCode
}
