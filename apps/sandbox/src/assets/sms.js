// The SMS inbox: newest first, asked for every second, the code large enough to read across a table.
import { $, ago, ask, copy, el, poll, say } from './common.js'

let drawn = ''

async function refresh() {
  const { messages, now } = await ask('/sandbox/api/sms')
  const signature = messages.map((each) => each.serialNo).join()
  if (signature === drawn) {
    for (const line of document.querySelectorAll('[data-at]'))
      line.textContent = ago(Number(line.dataset.at), now)
    return
  }
  drawn = signature
  $('messages').replaceChildren(...messages.map((each, index) => card(each, now, index === 0)))
  $('empty').hidden = messages.length > 0
}

function card(message, now, isNewest) {
  const code = message.params[0] ?? ''
  const button = el('button', { type: 'button', 'aria-label': `复制验证码 ${code}` }, '复制')
  button.addEventListener('click', async () => {
    try {
      await copy(code)
      button.textContent = '已复制'
    } catch {
      button.textContent = '请手动复制'
    }
    setTimeout(() => (button.textContent = '复制'), 2000)
  })
  return el(
    'li',
    isNewest && now - message.at < 60_000 ? { class: 'fresh' } : {},
    el(
      'p',
      { class: 'meta' },
      el('span', {}, message.phone),
      el('span', { 'data-at': message.at }, ago(message.at, now)),
    ),
    el('div', { class: 'code' }, el('b', {}, code), button),
    el('p', { class: 'meta' }, message.text),
  )
}

async function act(action, body, words) {
  try {
    await ask(`/sandbox/api/sms/${action}`, { method: 'POST', body })
    say(words, 'good')
    await refresh()
  } catch (error) {
    say(`没有做成：${error.code}`, 'bad')
  }
}

$('clear').addEventListener('click', () => act('clear', {}, '已清空'))
$('fail-timeout').addEventListener('click', () => act('fail-timeout', {}, '下一条短信将超时，不会送达'))
$('fail-code').addEventListener('click', () => act('fail-code', {}, '下一条短信将被拒绝'))
$('limits').addEventListener('change', (event) => {
  const isOn = event.target.checked
  void act('limit', { isOn }, isOn ? '频率限制已打开' : '频率限制已关闭')
})
poll(refresh, 1000)
