// Runs what docs/nextjs.md shows, one command a process, and prints what it gives as JSON.
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { deleteUser, makeApp, overview } from "./src/apps";
import { POST } from "./src/app/api/auth/[...all]/route";
import Layout from "./src/app/layout";
import { client, db } from "./src/db";
import { events, sessions } from "./src/db/schema";

const base = process.env.BETTER_AUTH_URL!;

async function signUp(email: string) {
  const headers = { "content-type": "application/json", origin: base };
  const body = JSON.stringify({ email, name: "Ann", password: "correct horse battery" });
  const answer = await POST(new Request(`${base}/api/auth/sign-up/email`, { method: "POST", headers, body }));
  const { user } = await answer.json();
  return { userId: user.id, cookie: answer.headers.getSetCookie().map((each) => each.split(";")[0]).join("; ") };
}

async function fill(email: string, key: string) {
  const { userId, cookie } = await signUp(email);
  const app = await makeApp(userId, "Old app", key);
  const at = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  const visits = Array.from({ length: 30 }, (_, n) => `v${n}`);
  await db.insert(events).values([
    ...visits.map((anonymousId) => ({ appId: app.id, name: "$pageview", anonymousId, properties: ["no object"], occurredAt: at(20) })),
    ...visits.slice(10).map((anonymousId) => ({ appId: app.id, name: "signed up", anonymousId, occurredAt: at(10) })),
  ]);
  await db.insert(sessions).values({ appId: app.id, anonymousId: "v1", startedAt: at(20) });
  return { userId, cookie, appId: app.id, funnelId: (await overview(userId))[0].funnels[0].id };
}

const commands: Record<string, (...words: string[]) => unknown> = {
  fill,
  overview,
  deleteUser,
  layout: () => renderToStaticMarkup(createElement(Layout, null, "Hello")),
};

const [command, ...words] = process.argv.slice(2);
console.log(JSON.stringify((await commands[command](...words)) ?? null));
await client.end();
