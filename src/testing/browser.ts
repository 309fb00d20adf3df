import { readFileSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium, type Browser, type Page } from 'playwright-core'

const require = createRequire(import.meta.url)
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--force-prefers-reduced-motion'],
  })
}

const LOOKS = 3

/** Nothing moves any more but what never ends, such as a spinner. */
async function settle(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        ({ playState, effect }) =>
          playState !== 'running' || effect?.getComputedTiming().endTime === Infinity,
      ),
  )
}

function readFindings(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    type Result = { violations: { id: string; impact: string; nodes: { html: string }[] }[] }
    const axe = (globalThis as typeof globalThis & { axe: { run(): Promise<Result> } }).axe
    const { violations } = await axe.run()
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
  })
}

/** Serious and critical findings of axe on the page as it stands, one line each. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // The page's own policy forbids inline script, so the checker comes in through the debugger.
  await page.evaluate(axeSource)
  let findings: string[] = []
  for (let look = 0; look < LOOKS; look += 1) {
    await settle(page)
    findings = await readFindings(page)
    if (findings.length === 0) break
    // A message that faded while it was read has a colour nobody sees for long: a finding is what stays.
    await page.waitForTimeout(1000)
  }
  return findings
}

/** Screenshots go to a folder git ignores; a person looks at them. */
export async function shot(page: Page, name: string): Promise<void> {
  mkdirSync('.screenshots', { recursive: true })
  await page.screenshot({ path: `.screenshots/${name}.png`, fullPage: false })
}

/** True when nothing makes the page scroll sideways. */
export async function fitsWidth(page: Page): Promise<boolean> {
  return page.evaluate(
    () => document.documentElement.scrollWidth <= document.documentElement.clientWidth,
  )
}
