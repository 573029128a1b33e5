/**
 * The figures that an operator watches, for Prometheus. Must never have a label whose values grow with boards or
 * people.
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = ReturnType<typeof createMetrics>

/** A set of figures of their own: two servers in one process (tests) do not share them. */
export function createMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const counter = (name: string, help: string) => new Counter({ name, help, registers })
  /** A counter that is too busy for prom-client's own bookkeeping: added up here, and handed over when it is asked. */
  const tally = (name: string, help: string) => {
    let total = 0
    const counted = new Counter({
      name,
      help,
      registers: [],
      collect() {
        this.reset()
        this.inc(total)
      },
    })
    registry.registerMetric(counted)
    return {
      add(more: number): void {
        total += more
      },
    }
  }
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers })
  return {
    registry,
    rooms: gauge('gamelan_rooms', 'Open boards'),
    sockets: gauge('gamelan_sync_sockets', 'Open sync sockets'),
    sessionSockets: gauge('gamelan_session_sockets', 'Open session sockets'),
    sessionEvents: tally('gamelan_session_events_total', 'Events of live sessions'),
    updates: tally('gamelan_updates_total', 'Updates applied'),
    bytesReceived: tally('gamelan_sync_received_bytes_total', 'Bytes of sync frames received'),
    bytesSent: tally('gamelan_sync_sent_bytes_total', 'Bytes of sync frames sent'),
    framesSent: tally('gamelan_sync_sent_frames_total', 'Sync frames sent'),
    incomingBytes: gauge('gamelan_incoming_bytes', 'Bytes of unfinished messages and of request bodies'),
    waitingBytes: gauge('gamelan_log_waiting_bytes', 'Bytes of updates that wait for their commit'),
    commitFailures: counter('gamelan_log_commit_failures_total', 'Commits of the log that failed'),
    savedSeconds: new Histogram({
      name: 'gamelan_saved_seconds',
      help: 'Time from an update to its commit',
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      registers,
    }),
    socketErrors: new Counter({
      name: 'gamelan_socket_errors_total',
      help: 'Errors in the code that serves one socket: that socket was ended',
      labelNames: ['conversation'] as const,
      registers,
    }),
    storedBytes: gauge('gamelan_stored_bytes', 'Bytes of all logs, keyframes, images and pictures'),
    storedBytesLimit: gauge('gamelan_stored_bytes_limit', 'LIMIT_BYTES_TOTAL'),
    freeDiskBytes: gauge('gamelan_disk_free_bytes', 'Bytes free on the data disk'),
    freeDiskBytesLimit: gauge('gamelan_disk_free_bytes_limit', 'MIN_FREE_DISK'),
    storageLevel: new Gauge({
      name: 'gamelan_storage_level',
      help: 'How near a limit on storage is: 0 far, 1 and 2 warn, 3 refuses new boards and uploads',
      labelNames: ['of'] as const,
      registers,
    }),
    blockedPages: new Counter({
      name: 'gamelan_blocked_pages_total',
      help: 'Pages that said that http reaches the server and a WebSocket does not, by conversation',
      labelNames: ['conversation'] as const,
      registers,
    }),
    refused: new Counter({
      name: 'gamelan_refused_total',
      help: 'Connections and messages refused, by reason',
      labelNames: ['reason'] as const,
      registers,
    }),
  }
}
