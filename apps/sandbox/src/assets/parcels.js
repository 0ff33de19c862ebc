// The parcels of the sandbox: where each is, and the buttons that move it on.
import { $, ago, ask, clock, el, poll, say } from './common.js'

const STEPS = {
  ordered: '已下单',
  accepted: '已揽收',
  in_transit: '运输中',
  out_for_delivery: '派送中',
  delivered: '已签收',
  problem: '派送异常',
  returned: '已退回',
  cancelled: '已取消',
}
const BAD = ['problem', 'returned', 'cancelled']
let drawn = ''
let newest = {}

async function refresh() {
  const { parcels, now } = await ask('/sandbox/api/parcels')
  newest = {}
  for (const parcel of parcels) newest[parcel.provider] ??= parcel.trackingNo
  const signature = JSON.stringify(parcels)
  if (signature === drawn) return
  drawn = signature
  $('parcels').replaceChildren(...parcels.map((parcel) => card(parcel, now)))
  $('empty').hidden = parcels.length > 0
}

function card(parcel, now) {
  const { trackingNo, orderNo, by, fromCity, toCity, goods, state, tracks, notices, createdAt } = parcel
  const tone = state === 'delivered' ? 'stamp good' : BAD.includes(state) ? 'stamp bad' : 'stamp'
  const told =
    notices.length === 0 ? '还没有推送' : `推送 ${notices.length} 条，最后一条${pushed(notices.at(-1))}`
  return el(
    'li',
    {},
    el(
      'p',
      { class: 'order-head' },
      el('b', {}, `${by} ${trackingNo}`),
      el('span', { class: tone }, STEPS[state]),
    ),
    el(
      'p',
      { class: 'meta' },
      el('span', {}, `${fromCity} → ${toCity}`),
      el('span', {}, goods),
      el('span', {}, orderNo),
      el('span', {}, ago(createdAt, now)),
      el('span', {}, told),
    ),
    el(
      'ul',
      { class: 'plain' },
      ...tracks.map(({ at, text }) => el('li', { class: 'meta' }, `${clock(at)} ${text}`)),
    ),
    el('p', { class: 'tools' }, ...buttons(parcel)),
  )
}

function pushed({ state, attempts }) {
  const last = attempts.at(-1)
  const waiting = last === undefined ? '在路上' : '没有收下，稍后重发'
  const words = { delivered: '已收下', lost: '丢失了', held: '压着', waiting, 'given-up': '放弃了' }
  return `${words[state]}${last === undefined ? '' : `（HTTP ${last}）`}`
}

function buttons(parcel) {
  const { next, notices } = parcel
  const step = (to, word, look) =>
    el('button', { type: 'button', class: look, onclick: () => press(parcel, 'move', { step: to }) }, word)
  const repeat = () => press(parcel, 'repeat', {})
  return [
    ...(next === undefined ? [] : [step(next, `下一步：${STEPS[next]}`, 'pay')]),
    ...(next === undefined || next === 'delivered' ? [] : [step('delivered', '直接签收')]),
    ...(next === undefined ? [] : [step('problem', '派送异常'), step('returned', '退回')]),
    ...(notices.length === 0 ? [] : [el('button', { type: 'button', onclick: repeat }, '重复推送')]),
  ]
}

async function press({ provider, trackingNo }, action, body) {
  await attempt(async () => {
    const path = `/sandbox/api/parcels/${provider}/${encodeURIComponent(trackingNo)}/${action}`
    const { status } = await ask(path, { method: 'POST', body })
    say(status === undefined ? '好了' : `商家应答 HTTP ${status}`, 'good')
    await refresh()
  })
}

async function attempt(task) {
  try {
    await task()
  } catch (error) {
    say(`不行：${error.code}`, 'bad')
  }
}

for (const form of document.querySelectorAll('form[data-provider]')) {
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const { provider, do: action } = form.dataset
    const body = Object.fromEntries(new FormData(form))
    const trackingNo = newest[provider]
    if (action === 'forge' && trackingNo === undefined) say('还没有包裹可以伪造', 'bad')
    else if (action === 'forge') void press({ provider, trackingNo }, 'forge', body)
    else
      void attempt(async () => {
        await ask(`/sandbox/api/carriers/${provider}/${action}`, { method: 'POST', body })
        say('安排好了', 'good')
      })
  })
}

poll(refresh, 2000)
