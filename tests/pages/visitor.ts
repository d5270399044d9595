/**
 * A person at the pages, without a browser: keeps cookies, follows links by
 * hand, fills forms as they are on the page.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { Hono } from "hono";
import { insertMember } from "../../lib/domain/member.ts";
import { openSession } from "../../lib/domain/session.ts";
import type { StoredMember } from "../../lib/schema/member.ts";
import { pages } from "../../routes/pages/mod.tsx";
import type { TestWorld } from "../support.ts";

const HOST = "http://localhost:8000";

/** What a form of ours carries from the browser. */
export const FROM_HERE = { origin: HOST, "sec-fetch-site": "same-origin" };

const OPERATOR: StoredMember = {
  id: "mem_00000000000000000a",
  email: "anne@cdg.example",
  name: "Anne Martin",
  operator: true,
  roles: {},
  password: null,
  createdAtMs: 0,
};

/** An answer, read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
}

/** The pages of a world, without built scripts and styles. */
export function site(world: TestWorld): Hono {
  return pages(world.ports, { assets: [] });
}

/** Makes a member and signs in as it. */
export async function enter(
  world: TestWorld,
  member: Partial<StoredMember> = {},
): Promise<Visitor> {
  const stored = { ...OPERATOR, ...member };
  await world.store.transact("members", (tx) => insertMember(tx, stored));
  const cookie = await openSession(world.ports, stored, {
    agent: "test",
    cookies: null,
  });
  return new Visitor(site(world), cookie.split(";")[0]!);
}

/** Someone signed in. */
export class Visitor {
  readonly app: Hono;
  readonly cookie: string;

  constructor(app: Hono, cookie: string) {
    this.app = app;
    this.cookie = cookie;
  }

  /** Opens a page, which must be there. */
  async open(path: string): Promise<string> {
    const { status, html } = await this.get(path);
    assertEquals(status, 200, path);
    return html;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return read(this.app.request(HOST + path, {
      headers: { cookie: this.cookie, accept: "text/html", ...headers },
    }));
  }

  /** Sends the fields as they are. */
  post(
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = FROM_HERE,
  ): Promise<Answer> {
    return read(this.app.request(HOST + path, {
      method: "POST",
      headers: { cookie: this.cookie, accept: "text/html", ...headers },
      body: new URLSearchParams(fields),
    }));
  }

  /** Fills the form of a page that posts to `action`, and sends it. */
  async submit(
    page: string,
    action: string,
    fields: Record<string, string> = {},
  ): Promise<Answer> {
    return await this.post(action, {
      ...hiddenFields(page, action),
      ...fields,
    });
  }
}

/** The hidden fields of the page's form that posts to `action`. */
export function hiddenFields(
  page: string,
  action: string,
): Record<string, string> {
  const start = page.indexOf(`<form method="post" action="${action}"`);
  if (start < 0) throw new Error(`The page has no form for ${action}`);
  const form = page.slice(start, page.indexOf("</form>", start));
  const found = form.matchAll(
    /<input type="hidden" name="([^"]*)" value="([^"]*)"/g,
  );
  return Object.fromEntries(
    [...found].map(([, name, value]) => [name!, plain(value!)]),
  );
}

/** The words of a page, as they are read. */
export function words(html: string): string {
  const main = html.slice(html.indexOf("<main"));
  return plain(main.replace(/<[^>]+>/g, " ")).replace(
    /[\s\u00a0\u202f]+/g,
    " ",
  );
}

function plain(html: string): string {
  return html.replaceAll("&quot;", '"').replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

async function read(answer: Response | Promise<Response>): Promise<Answer> {
  const response = await answer;
  const { status, headers } = response;
  return { status, headers, html: await response.text() };
}
