// Who may ask this server for anything: a browser on this machine that was given the token. Other pages in that
// browser, and other people on the machine, may not.

import type { IncomingMessage } from 'node:http';
import { cookieName, newToken, readCookie, sameToken } from './token.ts';

export type Verdict =
  | { readonly kind: 'granted' }
  /** The token came in the address: it is to become a cookie. */
  | { readonly kind: 'enter'; readonly host: string }
  | { readonly kind: 'refused'; readonly status: 401 | 403; readonly sentence: string };

/** Names of this machine that no other machine can be reached by; a tunnel changes the port. */
const ownHost = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

const openAddressSentence =
  'This browser has no key to the workstation. Open the address that critic serve printed, with its token.';

/** How long a ticket is good for. */
const ticketMs = 60_000;

export class Access {
  readonly token: string;
  readonly #tickets = new Map<string, number>();

  constructor(token: string = newToken()) {
    this.token = token;
  }

  /**
   * A token that lets one browser in, once and within a minute. The system's command line for opening an address can
   * be read by everyone on the machine, so it gets one of these.
   */
  issueTicket(): string {
    const ticket = newToken();
    this.#tickets.set(ticket, performance.now() + ticketMs);
    return ticket;
  }

  judge(request: IncomingMessage): Verdict {
    const { host = '', origin, cookie } = request.headers;
    // A page elsewhere can make its own name point to this machine; then the browser sends that name.
    if (!ownHost.test(host)) {
      return refused(403, 'This server answers only to 127.0.0.1, localhost and [::1].');
    }
    const changes = request.method !== 'GET' && request.method !== 'HEAD';
    const upgrades = request.headers.upgrade !== undefined;
    if ((changes || upgrades) && origin !== `http://${host.toLowerCase()}`) {
      return refused(403, 'This request comes from another page than the workstation.');
    }
    const key = readCookie(cookie, cookieName(host));
    const hasKey = key !== null && sameToken(key, this.token);
    const given = changes || upgrades ? null : tokenInAddress(request.url ?? '');
    if (given !== null && (hasKey || this.#admits(given))) return { kind: 'enter', host };
    return hasKey ? { kind: 'granted' } : refused(401, openAddressSentence);
  }

  #admits(given: string): boolean {
    if (sameToken(given, this.token)) return true;
    for (const [ticket, until] of this.#tickets) {
      if (performance.now() > until) this.#tickets.delete(ticket);
      else if (sameToken(given, ticket)) return this.#tickets.delete(ticket);
    }
    return false;
  }
}

/** Of `/?token=…` alone. */
function tokenInAddress(url: string): string | null {
  return url.startsWith('/?') ? new URLSearchParams(url.slice(2)).get('token') : null;
}

function refused(status: 401 | 403, sentence: string): Verdict {
  return { kind: 'refused', status, sentence };
}
