/**
 * The report of one day of one channel as a CSV file, written while it is read: its sums, then every case.
 */
import { Readable } from 'node:stream'
import { ReconcileDayPage } from '@tiantou/between/pages/reconcile.contract'
import { type Actor, formatYuan, type InputOf, type OutputOf } from '@tiantou/kernel'
import { CallError, type House, type openSessions } from '@tiantou/platform'
import { Reconcile } from '@tiantou/reconcile/contract'
import type { FastifyInstance } from 'fastify'
import { CSV_MARK, csvLine } from './csv.ts'

const PAGE = 100
const PERMISSION = 'reconcile.read'

type Ref = InputOf<typeof ReconcileDayPage>
type Case = OutputOf<typeof Reconcile.queries.cases>['items'][number]

const yuan = (fen: number | null | undefined): string =>
  fen === null || fen === undefined ? '' : formatYuan(fen)

const sumLines = ({ day, differsFen }: OutputOf<typeof ReconcileDayPage>): string[] => {
  const { totals } = day
  return [
    csvLine(['渠道', day.channel, '日期', day.day, '状态', day.state]),
    csvLine([
      '账单行数',
      totals?.billRows ?? 0,
      '账面笔数',
      totals?.ownRows ?? 0,
      '一致',
      totals?.matched ?? 0,
    ]),
    csvLine([
      '账单净额',
      yuan(totals?.billFen),
      '账面净额',
      yuan(totals?.ownFen),
      '手续费',
      yuan(totals?.feeFen),
    ]),
    csvLine(['未解释差额', yuan(totals?.unexplainedFen), '账单与总账相差', yuan(differsFen)]),
    csvLine([
      '期初余额',
      yuan(day.fundOpeningFen),
      '期末余额',
      yuan(day.fundClosingFen),
      '断链',
      yuan(day.fundGapFen),
    ]),
    csvLine(['经办', day.checkedBy, '复核', day.signedBy, '说明', day.note]),
  ]
}

const HEADER = csvLine(
  '差错单号,类别,方向,商户单号,渠道单号,账单金额,账面金额,差额,状态,账龄(天),处理,原因,凭证,经办,复核'.split(
    ',',
  ),
)

const caseLine = (one: Case): string =>
  csvLine([
    one.caseId,
    one.className,
    one.kind === 'pay' ? '支付' : '退款',
    one.number,
    one.channelNumber,
    yuan(one.billFen),
    yuan(one.ownFen),
    yuan(one.fen),
    one.state,
    one.ageDays,
    one.ending,
    one.reason,
    one.voucher,
    one.proposedBy,
    one.confirmedBy,
  ])

/** The lines of a report, piece by piece. */
async function* reportOf(house: House, head: OutputOf<typeof ReconcileDayPage>, actor: Actor) {
  yield CSV_MARK + sumLines(head).join('') + csvLine([]) + HEADER
  const { channel, day } = head.day
  for (let cursor: string | undefined; ;) {
    const asked = { channel, day, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }
    const { items, next }: OutputOf<typeof Reconcile.queries.cases> = await house.ask(
      Reconcile.queries.cases,
      asked,
      actor,
    )
    yield items.map(caseLine).join('')
    if (next === null) return
    cursor = next
  }
}

/** GET /api/v1/staff/reconcile/days/:channel/:day/report.csv, for staff who may read what it is about. */
export const addReports = (
  app: FastifyInstance,
  house: House,
  sessions: ReturnType<typeof openSessions>,
): void => {
  app.get<{ Params: Ref }>(
    '/api/v1/staff/reconcile/days/:channel/:day/report.csv',
    async (request, reply) => {
      const actor = await sessions.actorOf(request)
      if (actor === null) throw new CallError('platform.not_signed_in', 'The session is over.')
      if (actor.kind !== 'staff' || !actor.permissions.includes(PERMISSION))
        throw new CallError('platform.not_allowed', 'The report is for who may read reconciliation.')
      const { channel, day } = request.params
      const found = await house.page(ReconcileDayPage, { channel, day }, actor)
      if (!found.ok) throw new CallError('platform.not_found', 'There is no such day.')
      return reply
        .header('cache-control', 'no-store')
        .header('content-disposition', `attachment; filename="reconcile-${channel}-${day}.csv"`)
        .type('text/csv; charset=utf-8')
        .send(Readable.from(reportOf(house, found.value, actor)))
    },
  )
}
