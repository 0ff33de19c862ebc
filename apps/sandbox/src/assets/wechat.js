// WeChat's page of consent: agree as somebody, or refuse; and codes for a mini program on the page of people.
import { $, ask, copy, say } from './common.js'

const { query } = document.body.dataset

/** Answers the page and goes where WeChat would send the browser. */
async function answer(name) {
  try {
    const body = { query, ...(name === undefined ? {} : { name }) }
    const { url } = await ask('/sandbox/api/wechat/authorize', { method: 'POST', body })
    say(name === undefined ? '已拒绝，正在返回' : `${name} 已同意，正在返回`, 'good')
    location.assign(url)
  } catch (error) {
    say(`没有做成：${error.code}`, 'bad')
  }
}

async function code({ name, code: kind }) {
  try {
    const { code: given } = await ask('/sandbox/api/wechat/code', { method: 'POST', body: { name, kind } })
    await copy(given).catch(() => undefined)
    say(`${name} 的 code（已复制）：${given}`, 'good')
  } catch (error) {
    say(`没有做成：${error.code}`, 'bad')
  }
}

for (const button of document.querySelectorAll('[data-person]'))
  button.addEventListener('click', () => answer(button.dataset.person))
for (const button of document.querySelectorAll('[data-code]'))
  button.addEventListener('click', () => code(button.dataset))
document.querySelector('[data-refuse]')?.addEventListener('click', () => answer(undefined))
$('newcomer')?.addEventListener('submit', (event) => {
  event.preventDefault()
  void answer(new FormData(event.target).get('name').trim())
})
