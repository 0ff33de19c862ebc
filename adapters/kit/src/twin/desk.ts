/**
 * The desk of a carrier's twin: it keeps the parcels, moves them by hand or at a pace, tells the merchant,
 * and does what it is told to do wrong. The protocol comes in from the twin: what a message looks like, what
 * a yes to it is, which lies it can tell.
 */
import type { PlainFault } from './faults.ts'
import { PLAIN_FAULTS } from './faults.ts'
import {
  announce,
  closeNotifier,
  createNotifier,
  lastNotice,
  later,
  type Notice,
  type NoticePlan,
  type Notifier,
  noticesOf,
  post,
  quiet,
  sendOnce,
} from './notifier.ts'
import {
  isOver,
  lastStep,
  moveParcel,
  nextStep,
  PARCEL_STEPS,
  type ParcelStep,
  type TwinParcel,
} from './parcels.ts'
import { realTimer } from './server.ts'

/** A "no" to whoever presses the buttons. */
export class DeskRefusal extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export interface DeskOptions {
  /** Milliseconds UTC. */
  readonly now: () => number
  readonly random: (bytes: number) => Buffer
  /** Timers; real ones that do not keep the process alive when absent. */
  readonly schedule?: (delay_ms: number, task: () => void) => () => void
  /** Factor on the ladder of pushes; 1 when absent. */
  readonly retryScale?: number
  /** How long a push waits for the merchant's answer; 5000 when absent. */
  readonly answerTimeout_ms?: number
  /** From one step of a parcel to the next; none moves by itself when absent. */
  readonly pace_ms?: number
  /** Parcels that an earlier twin kept, and who keeps them now. */
  readonly saved?: readonly TwinParcel[]
  readonly changed?: (parcels: () => readonly TwinParcel[]) => void
}

export interface Speech<Forge extends string> {
  readonly ladder_s: readonly number[]
  readonly headers: Readonly<Record<string, string>>
  readonly isTaken: (status: number, body: string) => boolean
  /** What is pushed of a parcel; undefined where nobody wants to know. */
  readonly tell: (parcel: TwinParcel) => { readonly url: string; readonly body: string } | undefined
  readonly forgeries: readonly Forge[]
  /** The body of a push that must not be believed. */
  readonly lie: (parcel: TwinParcel, kind: Forge) => string
}

export interface ParcelView extends Omit<TwinParcel, 'callback'> {
  readonly state: ParcelStep | 'ordered' | 'cancelled'
  /** What the button does next; undefined at the end. */
  readonly next?: ParcelStep | undefined
  readonly isWatched: boolean
  readonly notices: readonly Pick<Notice, 'id' | 'event' | 'state' | 'attempts'>[]
}

/** How a person or a test moves the outside world. Each function throws DeskRefusal for what cannot be. */
export interface CarrierControl<Forge extends string> {
  /** Newest first. */
  parcels(): ParcelView[]
  parcel(trackingNo: string): ParcelView | undefined
  /** Moves a parcel on, or lets this happen to it. */
  move(trackingNo: string, step?: ParcelStep): ParcelView
  repeatNotice(trackingNo: string): Promise<number>
  /** Sends a push that must not be believed; answers the merchant's HTTP status. */
  forge(trackingNo: string, kind: Forge): Promise<number>
  planNotice(plan: NoticePlan): void
  failNext(fault: PlainFault): void
  idle(): Promise<void>
  behave(): void
}

export interface Desk<Forge extends string> {
  readonly parcels: Map<string, TwinParcel>
  readonly faults: PlainFault[]
  readonly control: CarrierControl<Forge>
  /** A new parcel, which begins to move if there is a pace. */
  add(parcel: TwinParcel): void
  changed(): void
  close(): Promise<void>
}

const viewOf = (notifier: Notifier, parcel: TwinParcel): ParcelView => {
  const { callback, ...rest } = parcel
  return {
    ...rest,
    tracks: [...parcel.tracks],
    state: parcel.isCancelled ? 'cancelled' : (lastStep(parcel) ?? 'ordered'),
    next: nextStep(parcel),
    isWatched: callback !== undefined,
    notices: noticesOf(notifier, parcel.trackingNo),
  }
}

export function createDesk<Forge extends string>(options: DeskOptions, speech: Speech<Forge>): Desk<Forge> {
  const { now, random, pace_ms } = options
  const parcels = new Map((options.saved ?? []).map((parcel) => [parcel.trackingNo, parcel]))
  const faults: PlainFault[] = []
  const changed = (): void => options.changed?.(() => [...parcels.values()])
  const notifier = createNotifier({
    schedule: options.schedule ?? realTimer,
    ladder_s: speech.ladder_s,
    retryScale: options.retryScale ?? 1,
    answerTimeout_ms: options.answerTimeout_ms ?? 5000,
    headersOf: () => speech.headers,
    isTaken: speech.isTaken,
  })
  const happen = (parcel: TwinParcel, step: ParcelStep): void => {
    moveParcel(parcel, step, now())
    changed()
    const said = speech.tell(parcel)
    const id = random(8).toString('hex')
    if (said !== undefined) announce(notifier, { id, event: step, outTradeNo: parcel.trackingNo, ...said })
  }
  const goOn = (parcel: TwinParcel): void => {
    if (pace_ms === undefined || isOver(parcel)) return
    later(notifier, pace_ms, () => {
      const step = nextStep(parcel)
      if (step !== undefined) happen(parcel, step)
      goOn(parcel)
    })
  }
  for (const parcel of parcels.values()) goOn(parcel)
  return {
    parcels,
    faults,
    changed,
    control: controlOf({ parcels, faults, notifier, happen }, speech),
    add: (parcel) => {
      parcels.set(parcel.trackingNo, parcel)
      changed()
      goOn(parcel)
    },
    close: () => closeNotifier(notifier),
  }
}

interface Hands {
  readonly parcels: Map<string, TwinParcel>
  readonly faults: PlainFault[]
  readonly notifier: Notifier
  readonly happen: (parcel: TwinParcel, step: ParcelStep) => void
}

function controlOf<Forge extends string>(
  { parcels, faults, notifier, happen }: Hands,
  { forgeries, lie, tell }: Speech<Forge>,
): CarrierControl<Forge> {
  const find = (trackingNo: string): TwinParcel => {
    const parcel = parcels.get(trackingNo)
    if (parcel === undefined) throw new DeskRefusal('no_such_parcel', 'no such parcel')
    return parcel
  }
  return {
    parcels: () => [...parcels.values()].toReversed().map((parcel) => viewOf(notifier, parcel)),
    parcel: (trackingNo) => {
      const parcel = parcels.get(trackingNo)
      return parcel === undefined ? undefined : viewOf(notifier, parcel)
    },
    move: (trackingNo, wanted) => {
      const parcel = find(trackingNo)
      if (wanted !== undefined && !PARCEL_STEPS.includes(wanted))
        throw new DeskRefusal('no_such_step', 'no such step')
      const step = isOver(parcel) ? undefined : (wanted ?? nextStep(parcel))
      if (step === undefined) throw new DeskRefusal('parcel_is_over', 'nothing can happen to it any more')
      happen(parcel, step)
      return viewOf(notifier, parcel)
    },
    repeatNotice: async (trackingNo) => {
      const notice = lastNotice(notifier, trackingNo)
      if (notice === undefined) throw new DeskRefusal('nothing_told', 'nothing was pushed of it yet')
      return (await sendOnce(notifier, notice)).status
    },
    forge: async (trackingNo, kind) => {
      const parcel = find(trackingNo)
      const url = parcel.callback?.url ?? tell(parcel)?.url
      if (!forgeries.includes(kind)) throw new DeskRefusal('no_such_forgery', 'no such forgery')
      if (url === undefined) throw new DeskRefusal('not_watched', 'nobody asked to be told of it')
      return (await post(notifier, url, lie(parcel, kind))).status
    },
    planNotice: (plan) => void notifier.plans.push(plan),
    failNext: (fault) => {
      if (!PLAIN_FAULTS.includes(fault.kind)) throw new DeskRefusal('no_such_fault', 'no such fault')
      faults.push({ ...fault })
    },
    idle: () => quiet(notifier),
    behave: () => {
      faults.length = 0
      notifier.plans.length = 0
    },
  }
}
