/** Prefix and year say nothing in a list. The day does: the count in a number begins anew every morning. */
export function shortNumber(no: string): string {
  return no.replace(/^.*?(?:\d{4})?(\d{4}-\d+)$/u, '$1')
}
