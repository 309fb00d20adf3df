import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seriousFindings, shot } from '../testing/browser.ts'
import { PHONE, startResidentService, type ResidentService } from '../testing/resident-page.ts'

describe('R-A11Y-3: speaking through the operator’s own service', () => {
  let recogniser: Server
  let service: ResidentService
  let written = ''
  let heard = ''
  beforeAll(async () => {
    recogniser = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        heard = Buffer.concat(chunks).toString('latin1')
        response
          .writeHead(200, { 'Content-Type': 'application/json' })
          .end(JSON.stringify({ text: written }))
      })
    })
    await new Promise<void>((settle) => recogniser.listen(0, '127.0.0.1', settle))
    service = await startResidentService({
      OPENAI_BASE_URL: `http://127.0.0.1:${(recogniser.address() as AddressInfo).port}/v1`,
      TRANSCRIPTION_MODEL: 'listener-1',
    })
  }, 180_000)
  afterAll(async () => {
    await service.close()
    recogniser.close()
  })

  /** A phone whose microphone gives one known recording, or is refused. */
  async function openSpeaking(allowed: boolean): Promise<Page> {
    const context = await service.openContext({ viewport: PHONE })
    await context.addInitScript((granted) => {
      class FakeRecorder extends EventTarget {
        static isTypeSupported = (type: string): boolean => type === 'audio/webm'
        start(): void {}
        stop(): void {
          const data = new Blob(['spoken-sound'], { type: 'audio/webm' })
          this.dispatchEvent(Object.assign(new Event('dataavailable'), { data }))
          this.dispatchEvent(new Event('stop'))
        }
      }
      Object.assign(window, { MediaRecorder: FakeRecorder })
      navigator.mediaDevices.getUserMedia = async () => {
        if (!granted) throw new DOMException('refused', 'NotAllowedError')
        return new MediaStream()
      }
    }, allowed)
    const page = await context.newPage()
    await page.goto('/')
    await page.getByRole('button', { name: '说话' }).click()
    await page.getByText('录音不保存').waitFor()
    await page.getByRole('button', { name: '同意并开始说话' }).click()
    return page
  }

  it('sends the recording there and nowhere else, and puts the words where they are checked', async () => {
    written = '小区路灯坏了三天'
    const page = await openSpeaking(true)
    await page.getByText('正在听…').waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: '说完了' }).click()
    const field = page.getByRole('textbox', { name: '输入您的问题' })
    await expect.poll(() => field.inputValue()).toBe(written)
    expect(heard).toContain('spoken-sound')
    expect(await page.locator('.resident').count()).toBe(0)
    await page.context().close()
  })

  it('says that nothing was understood, and that typing goes on', async () => {
    written = ''
    const page = await openSpeaking(true)
    await page.getByRole('button', { name: '说完了' }).click()
    await page.getByText('没有听清，请再说一次或打字。').waitFor()
    await shot(page, 'voice-none-390')
    await page.context().close()
  })

  it('takes a refused microphone for an answer', async () => {
    const page = await openSpeaking(false)
    await page.getByText('没有得到话筒权限，请打字。').waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await page.context().close()
  })
})
