/**
 * The carriers' page: every parcel at the twins, buttons that move it on, and what can go wrong on the way.
 */
import type { FastifyInstance } from 'fastify'
import type { ForgeKind as Kuaidi100Forgery, Kuaidi100Twin, ParcelStep } from '@tiantou/kuaidi100/twin'
import type { ForgeKind as SfForgery, SfExpressTwin } from '@tiantou/sf-express/twin'
import { planOf, unknownAction } from './actions.ts'
import { given } from './given.ts'
import { html, type Html } from './html.ts'
import { frame } from './pages.ts'

export interface Carriers {
  readonly kuaidi100: Kuaidi100Twin['control']
  readonly 'sf-express': SfExpressTwin['control']
}
type Provider = keyof Carriers

const KUAIDI100_FORGERIES: Readonly<Record<Kuaidi100Forgery, string>> = {
  signature: '签名是乱写的',
  body: '正文被改过（加了一条签收）',
  salt: '用别的盐签名',
  unsigned: '没有签名',
  'twice-named': '同名字段出现两次',
  'not-json': '签名对，内容不是 JSON',
}

const SF_FORGERIES: Readonly<Record<SfForgery, string>> = {
  invented: '编一条没有发生的签收',
  stranger: '编一个不存在的运单',
  empty: '一条路由也没有',
  'not-json': '内容不是 JSON',
}

const FAULTS = {
  timeout: '超时，事情没有办',
  'commit-timeout': '事情办了，但应答超时',
  'error-500': '500，事情没有办',
  'commit-error-500': '事情办了，却回 500',
  'system-error': '系统错误',
  quota: '额度用完',
  refuse: '拒绝',
  drop: '连接断开',
  redirect: '302 到别处',
  'not-json': '应答不是 JSON',
} as const

const PLANS = {
  lose: '丢失',
  late: '迟到 10 秒',
  twice: '同时来两次',
  hold: '排到下一条之后',
} as const

const CARRIERS = [
  ['kuaidi100', '快递100', KUAIDI100_FORGERIES],
  ['sf-express', '顺丰丰桥', SF_FORGERIES],
] as const

const choice = (name: string, word: string, options: Readonly<Record<string, string>>): Html =>
  html`<label
    >${word}
    <select name="${name}">
      ${Object.entries(options).map(([kind, text]) => html`<option value="${kind}">${text}</option>`)}
    </select></label
  >`

const mischief = ([provider, name, forgeries]: (typeof CARRIERS)[number]): Html =>
  html`<section>
    <h2>${name}：捣乱</h2>
    <form class="row" data-provider="${provider}" data-do="fail">
      ${choice('kind', '下一次应答', FAULTS)}<button type="submit">捣乱一次</button>
    </form>
    <form class="row" data-provider="${provider}" data-do="plan">
      ${choice('plan', '下一条推送', PLANS)}<button type="submit">安排</button>
    </form>
    <form class="row" data-provider="${provider}" data-do="forge">
      ${choice('kind', '伪造推送', forgeries)}<button type="submit">伪造</button>
    </form>
    <p class="meta">伪造的是该公司最新一个包裹的推送。</p>
  </section>`

export function parcelsPage(): string {
  return frame(
    { title: '包裹', here: 'parcels', script: 'parcels.js' },
    html`<h1>路上的包裹</h1>
      <p id="said" role="status"></p>
      <section>
        <ol id="parcels" class="cards"></ol>
        <p id="empty" class="empty" hidden>还没有包裹。商家发货、取得运单号以后，包裹出现在这里。</p>
      </section>
      ${CARRIERS.map(mischief)}`,
  )
}

/** Pages and JSON. @throws the twins' refusals */
export function mountParcels(
  app: FastifyInstance,
  { carriers, now }: { carriers: Carriers; now: () => number },
) {
  const of = (provider: string) => {
    if (!Object.hasOwn(carriers, provider)) throw unknownAction()
    return carriers[provider as Provider]
  }
  app.get('/parcels', (_request, reply) => reply.type('text/html; charset=utf-8').send(parcelsPage()))
  app.get('/api/parcels', () => {
    const all = CARRIERS.flatMap(([provider, name]) =>
      carriers[provider].parcels().map((parcel) => ({ ...parcel, provider, by: name })),
    )
    return { parcels: all.toSorted((a, b) => b.createdAt - a.createdAt), now: now() }
  })
  app.post('/api/parcels/:provider/:no/:action', async (request) => {
    const { provider, no, action } = request.params as { provider: string; no: string; action: string }
    const { step, kind } = given(request)
    const control = of(provider)
    if (action === 'move') return { parcel: control.move(no, step as ParcelStep | undefined) }
    if (action === 'repeat') return { status: await control.repeatNotice(no) }
    if (action !== 'forge') throw unknownAction()
    return { status: await control.forge(no, kind as never) }
  })
  app.post('/api/carriers/:provider/:action', (request) => {
    const { provider, action } = request.params as { provider: string; action: string }
    const { kind, plan } = given(request)
    const control = of(provider)
    const fate = action === 'plan' ? planOf(plan) : undefined
    if (fate !== undefined) control.planNotice(fate)
    else if (action === 'fail') control.failNext({ kind: kind as 'timeout', times: 1 })
    else if (action === 'behave') control.behave()
    else throw unknownAction()
    return { done: true }
  })
}
