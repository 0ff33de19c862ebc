/** The text that Prometheus reads. */
import { expect, it } from 'vitest'
import { openMetrics } from '../src/metrics.ts'

it('is empty when nothing was counted', () => {
  expect(openMetrics().text().trim()).toBe('')
})

it('shows counters and gauges, one line a series', () => {
  const metrics = openMetrics()
  metrics.count('tiantou_no_total', 'code="order.wrong_state"')
  metrics.count('tiantou_no_total', 'code="order.wrong_state"', 2)
  metrics.count('tiantou_no_total', 'code="cart.full"')
  metrics.count('tiantou_events_sent_total')
  metrics.gauge('process_resident_memory_bytes', 5)
  metrics.gauge('process_resident_memory_bytes', 7)
  expect(metrics.text()).toBe(`# TYPE tiantou_no_total counter
tiantou_no_total{code="order.wrong_state"} 3
tiantou_no_total{code="cart.full"} 1
# TYPE tiantou_events_sent_total counter
tiantou_events_sent_total 1
# TYPE process_resident_memory_bytes gauge
process_resident_memory_bytes 7
`)
})

it('shows durations as growing buckets, in seconds', () => {
  const metrics = openMetrics()
  for (const ms of [0.5, 1, 3, 99, 60_000]) metrics.observe('tiantou_http_seconds', ms, 'route="/a"')
  metrics.observe('tiantou_plain_seconds', 2)
  const lines = metrics.text().split('\n')
  const bucket = (le: string) =>
    lines.find((line) => line.startsWith(`tiantou_http_seconds_bucket{route="/a",le="${le}"}`))?.split(' ')[1]
  expect(['0.001', '0.0025', '0.005', '0.1', '10', '+Inf'].map(bucket)).toEqual([
    '2',
    '2',
    '3',
    '4',
    '4',
    '5',
  ])
  expect(lines).toContain('tiantou_http_seconds_sum{route="/a"} 60.1035')
  expect(lines).toContain('tiantou_http_seconds_count{route="/a"} 5')
  expect(lines).toContain('tiantou_plain_seconds_bucket{le="+Inf"} 1')
  expect(lines).toContain('tiantou_plain_seconds_count 1')
  const perName = lines.filter((line) => line.startsWith('# TYPE'))
  expect(perName).toEqual(['# TYPE tiantou_http_seconds histogram', '# TYPE tiantou_plain_seconds histogram'])
})
