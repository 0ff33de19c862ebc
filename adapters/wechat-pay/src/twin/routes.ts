/**
 * The control functions as JSON: `GET /_twin/orders`, `POST /_twin/<function>` with an object of named
 * arguments.
 */
import type { BillSeed } from './bill-seeds.ts'
import type { WechatPayTwinControl } from './control.ts'
import type { Fault, TwinAnswer } from './faults.ts'
import type { ForgeKind } from './forge.ts'
import { Refusal, type TwinRequest } from './gate.ts'
import { textOf, type Json } from './json.ts'
import type { NoticePlan, Notifier } from './notifier.ts'
import type { RefundStatus } from './book.ts'

type Action = (control: WechatPayTwinControl, given: Json) => unknown

const no = (given: Json): string => textOf(given['outTradeNo'])

const ACTIONS: Readonly<Record<string, Action>> = {
  'GET orders': (control) => control.orders(),
  'GET notices': (control) =>
    control
      .notices()
      .map(({ id, event, outTradeNo, state, attempts }) => ({ id, event, outTradeNo, state, attempts })),
  'POST pay': (control, given) => control.pay(no(given)),
  'POST decline': (control, given) => control.decline(no(given)),
  'POST cancel': (control, given) => control.cancel(no(given)),
  'POST expire': (control, given) => control.expire(no(given)),
  'POST repeat-notice': async (control, given) => ({ status: await control.repeatNotice(no(given)) }),
  'POST forge': async (control, given) => ({
    status: await control.forge(no(given), given['kind'] as ForgeKind),
  }),
  'POST plan-notice': (control, given) => control.planNotice(given['plan'] as NoticePlan),
  'POST sign-notices-with': (control, given) =>
    control.signNoticesWith(given['mode'] as Notifier['signWith']),
  'POST fail-next': (control, given) => control.failNext(given as unknown as Fault),
  'POST plan-refund': (control, given) => control.planRefund(given['end'] as RefundStatus),
  'POST end-refund': (control, given) =>
    control.endRefund(textOf(given['outRefundNo']), given['status'] as Exclude<RefundStatus, 'PROCESSING'>),
  'GET transfers': (control) => control.transfers(),
  'POST confirm-transfer': (control, given) => ({
    isConfirmed: control.confirmTransfer(textOf(given['outBillNo'])),
  }),
  'POST fail-transfer': (control, given) => ({
    hasFailed: control.failTransfer(textOf(given['outBillNo']), textOf(given['reason'])),
  }),
  'POST seed-bill': (control, given) =>
    void control.seedBill(textOf(given['day']), given['kind'] as BillSeed),
  'POST pay-out': (control, given) => control.payOut(Number(given['fen'])),
  'POST behave': (control) => control.behave(),
}

/** Answers one control request; 404 for what there is not, the refusal's status for what cannot be done. */
export async function answerControl(
  control: WechatPayTwinControl,
  request: TwinRequest,
): Promise<TwinAnswer> {
  const name = `${request.method} ${request.target.slice('/_twin/'.length)}`
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined
  if (action === undefined)
    return { status: 404, body: JSON.stringify({ code: 'no_such_action', message: name }) }
  // A page of a stranger can post to this machine, but not with this type: its browser asks first, and
  // nobody answers.
  if (request.method === 'POST' && request.headers['content-type'] !== 'application/json') {
    return {
      status: 415,
      body: JSON.stringify({ code: 'not_json', message: 'content-type: application/json' }),
    }
  }
  try {
    const given = request.body.length === 0 ? {} : (JSON.parse(request.body.toString('utf8')) as Json)
    return { status: 200, body: JSON.stringify((await action(control, given)) ?? { done: true }) }
  } catch (error) {
    const status = error instanceof Refusal ? error.status : 400
    const code = error instanceof Refusal ? error.code : 'bad_request'
    return { status, body: JSON.stringify({ code, message: error instanceof Error ? error.message : '' }) }
  }
}
