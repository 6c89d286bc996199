// Browsers with Better Auth's own client in them. Each line of stdin is a call, in JSON:
// {browser, base, call: 'signIn.email', args: [...]}; each line of stdout is what came of it. A browser keeps its
// cookies as a real one does: by host, whatever the port, so that it takes them from one server to another.
// Beside the client's own calls there are $open (a link, not followed), $store (what useSession holds once it is filled
// or empty as it should be; from the first such call on it asks by itself, as on a page), $jar (the cookies) and
// $authenticator (what the one authenticator of all of them is to do from now on).
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { createAuthClient } from 'better-auth/client'
import * as clients from 'better-auth/client/plugins'
import { Authenticator } from './authenticator.mjs'

// The client's plugins, by their names with commas between, such as organizationClient.
const names = (process.env.PLUGINS || '').split(',').filter(Boolean)
const keys = names.includes('passkeyClient') ? await import('@better-auth/passkey/client') : {}
const authenticator = new Authenticator()
const plugins = names.map((name) => (clients[name] ?? keys[name])())

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
      const fetchOptions = { customFetchImpl: (url, init) => this.fetch(url, init) }
      this.clients.set(base, createAuthClient({ baseURL: base, fetchOptions, plugins }))
    }
    return this.clients.get(base)
  }

  async store(base, filled) {
    if (!this.held) {
      this.held = {}
      this.client(base).useSession.subscribe((value) => Object.assign(this.held, value))
    }
    for (let asked = 0; asked < 100 && (this.held.isPending || !!this.held.data !== filled); asked++) await sleep(50)
    return this.held.data
  }

  async call({ base, call, args = [] }) {
    authenticator.origin = new URL(base ?? 'http://none').origin
    if (call === '$authenticator') return void (authenticator.wish = args[0]) ?? {}
    if (call === '$jar') return { jar: Object.fromEntries(this.jar) }
    if (call === '$open') {
      const response = await this.fetch(args[0])
      return { ...this.last, text: await response.text() }
    }
    if (call === '$store') return { data: await this.store(base, args[0]) }
    const method = call.split('.').reduce((part, name) => part[name], this.client(base))
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
