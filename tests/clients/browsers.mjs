// Browsers with Better Auth's own client in them. Each line of stdin is a call, in JSON:
// {browser, base, call: 'signIn.email', args: [...]}; each line of stdout is what came of it. A browser keeps its
// cookies as a real one does: by host, whatever the port, so that it takes them from one server to another.
// Beside the client's own calls there are $open (a link, not followed), $session (what useSession holds once it has
// settled) and $jar (the cookies).
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { createAuthClient } from 'better-auth/client'

class Browser {
  jar = new Map()
  clients = new Map()
  last = null

  async fetch(url, init = {}) {
    const headers = new Headers(init.headers)
    if (this.jar.size) headers.set('cookie', [...this.jar].map(([name, value]) => `${name}=${value}`).join('; '))
    if (init.method && init.method !== 'GET') headers.set('origin', new URL(url).origin)
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    const setCookies = response.headers.getSetCookie()
    for (const line of setCookies) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)
      if (/; Max-Age=0;/.test(line)) this.jar.delete(name)
      else this.jar.set(name, value)
    }
    this.last = { status: response.status, location: response.headers.get('location'), setCookies }
    return response
  }

  client(base) {
    if (!this.clients.has(base)) {
      const client = createAuthClient({
        baseURL: base,
        fetchOptions: { customFetchImpl: (url, init) => this.fetch(url, init) },
      })
      const held = { data: null, isPending: true }
      client.useSession.subscribe((value) => Object.assign(held, value))
      this.clients.set(base, { client, held })
    }
    return this.clients.get(base)
  }

  async call({ base, call, args = [] }) {
    if (call === '$jar') return { jar: Object.fromEntries(this.jar) }
    if (call === '$open') {
      const response = await this.fetch(args[0])
      return { ...this.last, text: await response.text() }
    }
    const { client, held } = this.client(base)
    if (call === '$session') {
      for (let asked = 0; asked < 100 && (held.isPending || held.isRefetching || !!held.data !== args[0]); asked++) await sleep(50)
      return { data: held.data }
    }
    const method = call.split('.').reduce((part, name) => part[name], client)
    const { data, error } = await method(...args)
    return { ...this.last, data, error }
  }
}

const browsers = new Map()
const dated = function (key, value) {
  return this[key] instanceof Date ? { date: value } : value
}
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line)
  if (!browsers.has(order.browser)) browsers.set(order.browser, new Browser())
  console.log(JSON.stringify(await browsers.get(order.browser).call(order), dated))
}
process.exit(0)
