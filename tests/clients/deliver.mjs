// Sends the events of argv[2] (JSON: [{distinctId, event, uuid, timestamp, properties}]) with the real posthog-node.
import { PostHog } from 'posthog-node'

const { INGEST_URL, API_KEY } = process.env
const tracker = new PostHog(API_KEY, { host: INGEST_URL, flushAt: 20, fetchRetryDelay: 200 })
const errors = []
tracker.on('error', (error) => errors.push(String(error)))
for (const one of JSON.parse(process.argv[2])) tracker.capture({ ...one, timestamp: new Date(one.timestamp) })
await tracker.shutdown(60_000)
console.log(JSON.stringify(errors))
