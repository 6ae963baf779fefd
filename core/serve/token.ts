// The secret that lets a browser in, and the cookie that carries it once it has been let in.

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 32 random bytes, as text that an address can hold. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Whether two secrets are the same; how long this takes says nothing about them. */
export function sameToken(given: string, token: string): boolean {
  return timingSafeEqual(digest(given), digest(token));
}

/** Digests are of equal length, as the comparison wants it. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/**
 * Browsers keep cookies by host and not by port, so the name holds the port: the one that the browser sees, which
 * tells two servers behind two tunnels apart even when both listen on the same port of their machines.
 *
 * @param host as in the Host header
 */
export function cookieName(host: string): string {
  return `critic-${/:(\d+)$/.exec(host)?.[1] ?? '80'}`;
}

/** A cookie's value in a Cookie header; null when it is not there. */
export function readCookie(header: string | undefined, name: string): string | null {
  for (const part of header?.split(';') ?? []) {
    const [key = '', ...rest] = part.split('=');
    if (key.trim() === name) return rest.join('=').trim();
  }
  return null;
}

/** For scripts unreadable, and sent only with requests that come from the page itself. */
export function cookieHeader(host: string, token: string): string {
  return `${cookieName(host)}=${token}; Path=/; HttpOnly; SameSite=Strict`;
}
