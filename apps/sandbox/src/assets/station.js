// The packing station: orders with their lots, a scale that shows what one sets it to, and the product's own
// staff operations behind every button.
import { $, el, redraw, yuan } from './common.js'
import { begin, explain, file, read, tabs, worker } from './staff.js'

const STATES = {
  waiting: '等批次',
  allocated: '可拣货',
  picking: '拣货中',
  packed: '已打包',
  shipped: '已发出',
  delivered: '已送达',
  cancelled: '已取消',
  on_hold: '暂停',
}
const WORDS = {
  'fulfilment.too_heavy': '超重了，请取出一些',
  'fulfilment.absurd_weight': '这个重量不可能，请检查',
  'fulfilment.scale_unchecked': '这台秤今天还没有校验',
  'fulfilment.scale_out': '这台秤偏了，不能用',
  'fulfilment.lot_past': '这个批次过期了',
  'fulfilment.not_weighed': '还有没称的，或缺货还没有定',
  'fulfilment.not_allocated': '没有分配这么多，或已经称过了',
  'fulfilment.wrong_state': '订单的状态变了，已刷新',
  'fulfilment.no_waybill': '承运商还没有给运单号',
  'send-parcel.lot_stopped': '里面的批次停售或召回了，不能发出',
  'recall-order.nothing_stopped': '里面没有停售的批次，可以发出',
  'fulfilment.parcel_left': '已有包裹发出，不能整单召回',
  'fulfilment.nothing_short': '每一件都有批次，没有缺货',
  'order.wrong_state': '订单被取消了',
}
let state = 'open'
let round = 0
const open = ['picking', 'allocated', 'waiting']

async function load() {
  const mine = (round += 1)
  const states = state === 'open' ? open : [state]
  try {
    const pages = await Promise.all(states.map((one) => read(`/staff/packing?state=${one}&limit=20`)))
    const ids = pages.flatMap((page) => page.items.map((one) => one.orderId)).slice(0, 20)
    const tasks = await Promise.all(ids.map((id) => read(`/staff/packing/${id}`)))
    if (mine !== round) return
    redraw($('orders'), tasks.map(card))
    $('empty').hidden = tasks.length > 0
    await loadScales()
  } catch (error) {
    explain(error, WORDS)
  }
}

async function loadScales() {
  const { items } = await read('/staff/scales')
  redraw($('scales'), items.map(scaleRow))
}

function scaleRow(scale) {
  const good = scale.state === 'in_use' && scale.goodUntil > Date.now()
  const input = el('input', {
    type: 'number',
    value: '2000',
    min: '1',
    'data-keep': `${scale.scale} ${scale.goodUntil}`,
    'aria-label': `${scale.name} 显示的克数`,
  })
  const check = (event) =>
    act(
      event.target,
      `/staff/scales/${scale.scale}/checks`,
      { referenceGrams: 2_000, shownGrams: Number(input.value) },
      `${scale.name} 已校验`,
    )
  return el(
    'li',
    {},
    el('b', {}, `${scale.name}（${scale.scale}）`),
    el('span', { class: good ? 'good' : 'bad' }, good ? ' 可用' : ' 不可用'),
    el(
      'p',
      { class: 'row' },
      '2 kg 砝码显示',
      input,
      'g',
      el('button', { type: 'button', onclick: check }, '校验'),
    ),
  )
}

function card(task) {
  return el(
    'li',
    {},
    el(
      'p',
      { class: 'order-head' },
      el('b', {}, task.orderNo),
      el('span', {}, `${STATES[task.state]} · ${new Date(task.packBy).toLocaleString('zh-CN')} 前打包`),
    ),
    ...task.lines.map((line) => lineBlock(task, line)),
    ...task.shortages
      .filter((one) => one.state === 'asked')
      .map((one) => el('p', { class: 'meta' }, `${one.title}：等顾客答复`)),
    ...deeds(task),
  )
}

const lineBlock = (task, line) =>
  el(
    'div',
    { class: 'pack-line' },
    el('p', {}, el('b', {}, `${line.title} ${line.spec} × ${line.pieces - line.shortPieces}`)),
    el(
      'p',
      { class: 'meta' },
      el('span', {}, line.weigh ? `应 ${line.leastGrams}–${line.mostGrams} g` : '按件'),
      el('span', {}, `已装 ${line.gotPieces} 件 ${line.gotGrams > 0 ? `${line.gotGrams} g` : ''}`),
      ...(line.backFen > 0 ? [el('span', { class: 'bad' }, `退 ${yuan(line.backFen)}`)] : []),
    ),
    ...(open.includes(task.state) ? line.parts.map((part) => partForm(task, line, part)) : []),
    ...(open.includes(task.state) && line.state === 'waiting' ? [shortButton(task, line)] : []),
  )

function shortButton(task, line) {
  const path = `/staff/packing/${task.orderId}/lines/${line.no}/short`
  const press = (event) => act(event.target, path, undefined, `${line.title} 报缺`)
  return el('p', {}, el('button', { type: 'button', onclick: press }, '报缺'))
}

function partForm(task, line, part) {
  const left = part.pieces - part.gotPieces
  const path = `/staff/packing/${task.orderId}/lines/${line.no}`
  const at = { lotId: part.lotId, location: part.location }
  const each = Math.round(line.nominalGrams / Math.max(1, line.pieces - line.shortPieces))
  const grams = el('input', {
    type: 'number',
    min: '1',
    value: String(each * left),
    'data-keep': [task.orderId, line.no, part.lotId, part.location, left].join(' '),
    'aria-label': `${line.title} 秤上的克数`,
  })
  const weigh = (event) => {
    const weighed = line.weigh
      ? { grams: Number(grams.value), scale: 'scale-1' }
      : { grams: null, scale: null }
    return act(event.target, `${path}/weighings`, { ...at, pieces: left, ...weighed }, `${line.title} 已记录`)
  }
  const bad = (event) =>
    act(event.target, `${path}/bad`, { ...at, pieces: 1, reason: 'spoiled' }, `${line.title} 坏了 1 件`)
  return el(
    'p',
    { class: 'row' },
    el('span', {}, `批次 ${part.lotNo} · ${part.location} · ${left} 件`),
    ...(left > 0 && line.weigh ? [grams, 'g'] : []),
    ...(left > 0
      ? [el('button', { type: 'button', class: 'go', onclick: weigh }, line.weigh ? '称重' : '数好了')]
      : []),
    el('button', { type: 'button', onclick: bad }, '坏了一件'),
  )
}

function deeds(task) {
  if (task.state === 'allocated' || task.state === 'picking') {
    const path = `/staff/packing/${task.orderId}/pack`
    const press = (event) => act(event.target, path, undefined, `${task.orderNo} 已打包`)
    return [el('p', {}, el('button', { type: 'button', class: 'go', onclick: press }, '打包'))]
  }
  const parcels = task.parcels.map((parcel) => parcelBlock(task, parcel))
  return task.state === 'packed' ? [...parcels, recallButton(task)] : parcels
}

function recallButton(task) {
  const press = (event) =>
    confirm(`取消 ${task.orderNo}，把钱全部退回？`) &&
    act(event.target, `/staff/orders/${task.orderId}/recall`, undefined, `${task.orderNo} 已取消，钱在退回`)
  return el('p', {}, el('button', { type: 'button', onclick: press }, '召回：取消并退款'))
}

// The carrier is asked for the number within seconds of packing; who is quicker waits for it here.
async function numberOf(task, parcel) {
  for (let round = 0; round < 12; round += 1) {
    const { parcels } = await read(`/staff/packing/${task.orderId}`)
    if (parcels.some((one) => one.parcelId === parcel.parcelId && one.trackingNo !== null)) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

function parcelBlock(task, parcel) {
  const label = (size, words) =>
    el('button', { type: 'button', onclick: () => print(parcel.parcelId, size) }, words)
  const send = async (event) => {
    event.target.disabled = true
    if (task.mode === 'carrier' && parcel.trackingNo === null) await numberOf(task, parcel)
    await act(
      event.target,
      `/staff/parcels/${parcel.parcelId}/send`,
      undefined,
      `${task.orderNo} 第 ${parcel.no} 包已发出`,
    )
  }
  const arrive = (event) =>
    act(
      event.target,
      `/staff/parcels/${parcel.parcelId}/arrive`,
      undefined,
      `${task.orderNo} 第 ${parcel.no} 包已送达`,
    )
  return el(
    'p',
    { class: 'row' },
    el(
      'span',
      {},
      `第 ${parcel.no} 包 · ${parcel.goodsGrams} g · 冷媒 ${parcel.coolantGrams} g`,
      parcel.trackingNo === null ? '' : ` · ${parcel.carrier} ${parcel.trackingNo}`,
    ),
    label('100x150', '面单'),
    label('60x40', '商品标签'),
    ...(parcel.state === 'packed'
      ? [el('button', { type: 'button', class: 'go', onclick: send }, '发出')]
      : []),
    ...(parcel.state === 'shipped'
      ? [el('button', { type: 'button', class: 'go', onclick: arrive }, '送达')]
      : []),
  )
}

async function print(parcelId, size) {
  try {
    window.open(await file(`/staff/parcels/${parcelId}/label.pdf?size=${size}`), '_blank')
  } catch (error) {
    explain(error, WORDS)
  }
}

const act = worker({ words: WORDS, stale: 'fulfilment.wrong_state', load })

tabs((chosen) => {
  state = chosen
  void load()
})
$('refresh').addEventListener('click', () => void load())
begin(load, () => $('orders').replaceChildren())
