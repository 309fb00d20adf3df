import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fitsWidth, seriousFindings, shot } from '../testing/browser.ts'
import { answerTicket } from '../testing/tickets.ts'
import {
  answered,
  ask,
  DESKTOP,
  PHONE,
  startResidentService,
  type ResidentService,
} from '../testing/resident-page.ts'

const QUESTION = '老小区装电梯要多少户同意？'
const SIZES = ['大', '更大', '最大']
const PIXELS = [20, 24, 30]

describe('the resident page for everybody', () => {
  let service: ResidentService
  beforeAll(async () => {
    service = await startResidentService({ BROWSER_SPEECH: 'true' })
  }, 180_000)
  afterAll(() => service.close())

  /** Every state a resident meets, each drawn from the first page on. */
  const STATES: Readonly<Record<string, (page: Page) => Promise<void>>> = {
    welcome: async () => undefined,
    answer: async (page) => {
      await ask(page, QUESTION)
      await answered(page)
    },
    source: async (page) => {
      await ask(page, QUESTION)
      await answered(page)
      await page.locator('.source-line').first().click()
      await page.locator('dialog mark').waitFor()
    },
    press: async (page) => {
      await ask(page, '江城驿站有多少个')
      await answered(page)
    },
    unanswered: async (page) => {
      await ask(page, '武汉加装电梯补贴多少钱')
      await answered(page)
    },
    emergency: async (page) => {
      await ask(page, '家里着火了')
      await page.locator('.emergency').waitFor()
      await answered(page)
    },
    person: async (page) => {
      await page.getByRole('button', { name: '转人工' }).click()
      await page.locator('.staff-state').waitFor()
      await answered(page)
    },
    menu: async (page) => {
      await page.getByRole('button', { name: '更多' }).click()
    },
    reasons: async (page) => {
      await ask(page, QUESTION)
      await answered(page)
      await page.getByRole('button', { name: '没用' }).click()
      await page.getByText('哪里不好').waitFor()
    },
    place: async (page) => {
      await ask(page, '小区路灯坏了三天没人修')
      await page.getByText('在什么地方').waitFor()
      await answered(page)
    },
    draft: draftCard,
    'draft, being changed': async (page) => {
      await draftCard(page)
      await page.getByRole('button', { name: '修改 诉求内容' }).click()
      await page.locator('.contact summary').click()
      await page.getByRole('textbox', { name: '诉求内容' }).waitFor()
    },
    confirmed,
    'sheet: track': async (page) => {
      await confirmed(page)
      await page.locator('.confirmed').getByRole('button', { name: '查工单进度' }).click()
      await page.locator('.timeline').waitFor()
    },
    'sheet: rate': async (page) => {
      await confirmed(page)
      const no = (await page.locator('.big-code').first().textContent()) ?? ''
      await answerTicket(service.ports, no, '路灯已修好。')
      await page.locator('.confirmed').getByRole('button', { name: '查工单进度' }).click()
      await page.getByText('路灯已修好。').waitFor()
    },
    'sheet: look up': async (page) => {
      await page.getByRole('button', { name: '查工单进度' }).click()
      await page.getByRole('dialog').waitFor()
    },
    'sheet: whole document': async (page) => {
      await ask(page, QUESTION)
      await answered(page)
      await page.locator('.source-line').first().click()
      await page.getByRole('button', { name: '看全文' }).click()
      const cited = page.locator('.section-cited')
      await cited.getByText('第二百七十八条').waitFor()
      expect(await page.locator('.section').count()).toBeGreaterThan(2)
      await expect
        .poll(() => cited.locator('mark').evaluate((mark) => mark.getBoundingClientRect().top))
        .toBeGreaterThan(0)
      expect(
        await cited.locator('mark').evaluate((mark) => mark.getBoundingClientRect().bottom),
      ).toBeLessThan(844)
    },
    'sheet: stations': async (page) => {
      await page.getByRole('button', { name: '附近驿站和服务点' }).click()
      await page.getByText('这里还没有登记服务点').waitFor()
    },
    'sheet: privacy': async (page) => {
      await ask(page, QUESTION)
      await answered(page)
      await page.getByRole('button', { name: '更多' }).click()
      await page.getByRole('button', { name: '隐私与我的数据' }).click()
      await page.getByRole('button', { name: '删除对话' }).waitFor()
    },
    violence: async (page) => {
      await ask(page, '老公又打我了，不敢回家')
      await page.locator('.emergency-exit').waitFor()
      await answered(page)
    },
    offline: async (page) => {
      await page.context().setOffline(true)
      await ask(page, '居住证要什么条件')
      await page.getByText('恢复后自动发送').waitFor()
    },
  }

  it.each(Object.keys(STATES))(
    'R-A11Y-1, R-A11Y-4: %s at 320 to 1280 px',
    async (name) => {
      for (const width of [320, 390, 768, 1280]) {
        const { page, context, errors } = await service.openPage({ width, height: 844 })
        await STATES[name]?.(page)
        expect(await fitsWidth(page), `${name} at ${width}`).toBe(true)
        expect(await seriousFindings(page), `${name} at ${width}`).toEqual([])
        // A person and the phone are one tap away, whatever lies on top.
        const top = name === 'source' || name.startsWith('sheet') ? page.getByRole('dialog') : page
        expect(await top.getByRole('button', { name: '转人工' }).first().isVisible()).toBe(true)
        expect(await top.locator('a[href^="tel:12345"]').first().isVisible()).toBe(true)
        await shot(page, `state-${name.replaceAll(/\W+/g, '-')}-${width}`)
        expect(errors).toEqual([])
        await context.close()
      }
    },
    120_000,
  )

  it.each(SIZES)('R-A11Y-2: type size %s, targets of 60 px, at 320 and 390 px', async (size) => {
    for (const width of [320, 390]) {
      const { page, context } = await service.openPage({ width, height: 844 })
      await page.getByRole('button', { name: '更多' }).click()
      await page.getByRole('radio', { name: size, exact: true }).check()
      await page.keyboard.press('Escape')
      await page.reload()
      await page.getByText('大家常问').waitFor()
      expect(await page.evaluate(() => getComputedStyle(document.body).fontSize)).toBe(
        `${PIXELS[SIZES.indexOf(size)] ?? 0}px`,
      )
      const lineHeight = await page.evaluate(() => {
        const style = getComputedStyle(document.body)
        return Number.parseFloat(style.lineHeight) / Number.parseFloat(style.fontSize)
      })
      expect(lineHeight).toBeGreaterThanOrEqual(1.3)
      await ask(page, QUESTION)
      await answered(page)
      expect(await smallTargets(page, 60)).toEqual([])
      expect(await fitsWidth(page)).toBe(true)
      expect(await seriousFindings(page)).toEqual([])
      await shot(page, `elder-${PIXELS[SIZES.indexOf(size)]}-${width}`)
      await context.close()
    }
  })

  it('standard targets are 44 px', async () => {
    const { page, context } = await service.openPage()
    expect(await smallTargets(page, 44)).toEqual([])
    await ask(page, QUESTION)
    await answered(page)
    expect(await smallTargets(page, 44)).toEqual([])
    await context.close()
  })

  it('R-A11Y-5: 400 % zoom of a 1280 × 1024 screen, nothing hidden behind what sticks', async () => {
    const { page, context } = await service.openPage({ width: 320, height: 256 })
    await ask(page, QUESTION)
    await answered(page)
    expect(await fitsWidth(page)).toBe(true)
    for (const stuck of ['.top', '.composer']) {
      expect(
        await page.locator(stuck).evaluate((element) => getComputedStyle(element).position),
      ).toBe('static')
    }
    await page.locator('.source-line').first().click()
    await page.locator('dialog mark').waitFor()
    expect(await fitsWidth(page)).toBe(true)
    await shot(page, 'zoom-400')
    await context.close()
  })

  it('forced colours keep every edge, and no motion is left where none is wanted', async () => {
    const context = await service.openContext({ viewport: PHONE, forcedColors: 'active' })
    const page = await context.newPage()
    await page.goto('/')
    await STATES['emergency']?.(page)
    const edge = await page
      .locator('.emergency')
      .evaluate((element) => getComputedStyle(element).borderTopWidth)
    expect(edge).toBe('2px')
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0)
    await shot(page, 'forced-colors-390')
    await context.close()
  })

  it('the accessibility tree reads in the order of the talk, who speaks before what is said', async () => {
    const { page, context } = await service.openPage(DESKTOP)
    await ask(page, QUESTION)
    await answered(page)
    const tree = await page.locator('body').ariaSnapshot()
    const order = [
      'heading "AI网格员"',
      'AI在为您服务',
      'button "大字"',
      'link "拨打政务服务热线 12345"',
      'main',
      '老小区装电梯要多少户同意',
      'AI生成',
      '三分之二以上',
      'region "依据"',
      'button "有用"',
      'heading "您还可以问"',
      'textbox "输入您的问题"',
      '由人工智能生成，仅供参考',
      'button "转人工"',
    ]
    const places = order.map((text) => tree.indexOf(text))
    expect(places, tree).not.toContain(-1)
    // The last 转人工 is the one at the input; each answer has its own before.
    places[places.length - 1] = tree.lastIndexOf('button "转人工"')
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    await context.close()
  })

  it('R-LBL-4: reading aloud begins by saying that a machine wrote it', async () => {
    const context = await service.openContext({ viewport: PHONE })
    await context.addInitScript(() => {
      const spoken: string[] = []
      Object.assign(window, { spoken })
      speechSynthesis.speak = (utterance) => void spoken.push(utterance.text)
      speechSynthesis.cancel = () => undefined
    })
    const page = await context.newPage()
    await page.goto('/')
    await ask(page, QUESTION)
    await answered(page)
    await page.getByRole('button', { name: '朗读' }).click()
    const spoken = await page.evaluate(
      () => (window as Window & { spoken?: string[] }).spoken ?? [],
    )
    expect(spoken[0]).toBe('以下内容由人工智能生成。')
    expect(spoken.join('')).toContain('三分之二以上')
    await page.getByRole('button', { name: '停止朗读' }).click()
    await context.close()
  })

  it('R-A11Y-3: speech comes back as text to be checked, after a notice, and not sent by itself', async () => {
    const context = await service.openContext({ viewport: PHONE })
    await context.addInitScript(() => {
      /** Hears one sentence, as soon as it is told to stop. */
      class FakeRecogniser extends EventTarget {
        start(): void {}
        abort(): void {
          this.dispatchEvent(new Event('end'))
        }
        stop(): void {
          const results = [[{ transcript: '小区路灯坏了三天' }]]
          this.dispatchEvent(Object.assign(new Event('result'), { results }))
          this.dispatchEvent(new Event('end'))
        }
      }
      Object.assign(window, {
        SpeechRecognition: FakeRecogniser,
        webkitSpeechRecognition: FakeRecogniser,
      })
    })
    const page = await context.newPage()
    await page.goto('/')
    await page.getByRole('button', { name: '说话' }).click()
    await page.getByText('有的浏览器会把声音发送到境外').waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await shot(page, 'voice-notice-390')
    await page.getByRole('button', { name: '同意并开始说话' }).click()
    await page.getByText('正在听…').waitFor()
    await shot(page, 'voice-listening-390')
    await page.getByRole('button', { name: '说完了' }).click()
    const field = page.getByRole('textbox', { name: '输入您的问题' })
    await expect.poll(() => field.inputValue()).toBe('小区路灯坏了三天')
    expect(await page.locator('.resident').count()).toBe(0)
    await context.close()
  })

  it('a newspaper looks different from law, and never speaks of what holds (R-KB-4)', async () => {
    const { page, context } = await service.openPage()
    await STATES['press']?.(page)
    const line = page.locator('.source-line').first()
    expect(await line.textContent()).toMatch(/新闻报道.*不是现行规定/)
    // The line is drawn once more when the turn ends: a detached element has no style.
    await expect
      .poll(() => line.evaluate((element) => getComputedStyle(element).backgroundImage))
      .toContain('gradient')
    await line.click()
    const sheet = page.getByRole('dialog')
    await sheet.getByText('只说明报道当时的情况').waitFor()
    expect(await sheet.getByText('现行有效').count()).toBe(0)
    await page.keyboard.press('Escape')
    await ask(page, QUESTION)
    await answered(page)
    await page.locator('.source-line.source-law').last().click()
    for (const fact of ['现行有效', '全国人民代表大会', '2021年1月1日起施行'])
      await sheet.getByText(fact).first().waitFor()
    const seen = await sheet
      .locator('mark')
      .first()
      .evaluate((element) => {
        const { top, bottom } = element.getBoundingClientRect()
        return top >= 0 && bottom <= innerHeight
      })
    expect(seen).toBe(true)
    await context.close()
  })
})

let reports = 0

/** Each at a place of its own: the second report of one matter would be asked to follow the first. */
async function draftCard(page: Page): Promise<void> {
  reports += 1
  await ask(page, '小区路灯坏了三天没人修')
  await page.getByText('在什么地方').waitFor()
  await answered(page)
  await ask(page, `示例${'甲乙丙丁戊己庚辛壬癸'.charAt(reports % 10)}${reports}路${reports}号`)
  await page.getByRole('heading', { name: '请您确认' }).waitFor()
  await answered(page)
}

async function confirmed(page: Page): Promise<void> {
  await draftCard(page)
  await page.getByRole('button', { name: '确认提交' }).click()
  await page.locator('.big-code').first().waitFor()
}

/** Buttons and links smaller than they must be; a mark in a sentence reaches beyond its picture. */
function smallTargets(page: Page, least: number): Promise<string[]> {
  return page.evaluate((size) => {
    const reach = (element: Element): number => {
      const { height } = element.getBoundingClientRect()
      const beyond = Number.parseFloat(getComputedStyle(element, '::after').top) || 0
      return height - 2 * Math.min(0, beyond)
    }
    return [...document.querySelectorAll('button, a[href], summary')]
      .filter((element) => element.getClientRects().length > 0 && reach(element) < size - 0.5)
      .map((element) => `${element.textContent} ${Math.round(reach(element))}`)
  }, least)
}
