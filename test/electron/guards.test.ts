import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  askWhereToSave,
  guardNavigation,
  guardSession,
  type GuardedContents,
  type GuardedSession,
} from '../../electron/guards.ts';
import { fromOwnPage, isOwn } from '../../electron/own-page.ts';
import { ContentsDouble, SessionDouble, preventable } from './double.ts';

const elsewhere = [
  'https://example.org/',
  'app://other/',
  'app://critic.example.org/',
  'app:critic',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,hello',
  'about:blank',
  'not an address',
  '',
];

function contents(): ContentsDouble {
  const double = new ContentsDouble();
  guardNavigation(double as unknown as GuardedContents);
  return double;
}

describe('own page', () => {
  it('knows its own addresses', () => {
    expect(['app://critic/', 'app://critic/index.html#/runs'].map(isOwn)).toEqual([true, true]);
  });

  it.each(elsewhere)('does not take %s for one', (address) => {
    expect(isOwn(address)).toBe(false);
  });

  it('hears the top frame of its page and no other', () => {
    const frame = (url: string, parent: object | null) =>
      ({ senderFrame: { url, parent } }) as unknown as Parameters<typeof fromOwnPage>[0];
    expect(fromOwnPage(frame('app://critic/', null))).toBe(true);
    expect(fromOwnPage(frame('app://critic/', {}))).toBe(false);
    expect(fromOwnPage(frame('https://example.org/', null))).toBe(false);
    expect(fromOwnPage({ senderFrame: null })).toBe(false);
  });
});

describe('navigation', () => {
  it.each(elsewhere)('to %s is denied', (url) => {
    const event = preventable({ url, isMainFrame: true });
    contents().emit('will-frame-navigate', event);
    expect(event.prevented).toBe(true);
    const redirect = preventable({ url });
    contents().emit('will-redirect', redirect);
    expect(redirect.prevented).toBe(true);
  });

  it('within the page is allowed', () => {
    const event = preventable({ url: 'app://critic/#/runs/1', isMainFrame: true });
    contents().emit('will-frame-navigate', event);
    expect(event.prevented).toBe(false);
  });

  it('of a frame inside the page is denied', () => {
    const event = preventable({ url: 'app://critic/', isMainFrame: false });
    contents().emit('will-frame-navigate', event);
    expect(event.prevented).toBe(true);
  });

  it('to a file of a run saves it instead', () => {
    const double = contents();
    const event = preventable({ url: 'run://critic/r1/metrics.csv', isMainFrame: true });
    double.emit('will-frame-navigate', event);
    expect(event.prevented).toBe(true);
    expect(double.downloads).toEqual(['run://critic/r1/metrics.csv']);
  });

  it('opens no windows and takes no webviews', () => {
    const double = contents();
    expect(double.openHandler?.()).toEqual({ action: 'deny' });
    const event = preventable({});
    double.emit('will-attach-webview', event);
    expect(event.prevented).toBe(true);
  });
});

describe('session', () => {
  const session = new SessionDouble();
  guardSession(session as unknown as GuardedSession);

  const asked = (permission: string, requestingUrl = 'app://critic/', isMainFrame = true): boolean => {
    let granted: boolean | null = null;
    const handler = session.permissionRequest as (
      contents: null,
      permission: string,
      answer: (granted: boolean) => void,
      details: object,
    ) => void;
    handler(null, permission, (is) => (granted = is), { requestingUrl, isMainFrame });
    return granted!;
  };

  it('lets the page copy', () => {
    expect(asked('clipboard-sanitized-write')).toBe(true);
    const check = session.permissionCheck as (contents: null, permission: string, origin: string) => boolean;
    expect(check(null, 'clipboard-sanitized-write', 'app://critic/')).toBe(true);
    expect(check(null, 'clipboard-sanitized-write', 'https://example.org')).toBe(false);
    expect(check(null, 'media', 'app://critic/')).toBe(false);
  });

  it.each(['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'fileSystem', 'hid'])(
    'denies %s',
    (permission) => {
      expect(asked(permission)).toBe(false);
    },
  );

  it('denies everything to other pages and frames', () => {
    expect(asked('clipboard-sanitized-write', 'https://example.org/')).toBe(false);
    expect(asked('clipboard-sanitized-write', 'app://critic/', false)).toBe(false);
    expect((session.device as () => boolean)()).toBe(false);
  });

  it('lets nothing onto the network', () => {
    const before = session.beforeRequest as (
      details: { readonly url: string },
      answer: (response: { readonly cancel: boolean }) => void,
    ) => void;
    const cancelled = (url: string): boolean => {
      let is = false;
      before({ url }, ({ cancel }) => (is = cancel));
      return is;
    };
    for (const url of ['https://example.org/', 'http://127.0.0.1/', 'ws://x/', 'file:///etc/passwd', '']) {
      expect([url, cancelled(url)]).toEqual([url, true]);
    }
    for (const url of [
      'app://critic/a.js',
      'run://critic/r/t.png',
      'blob:app://critic/1',
      'data:,',
      'devtools://x/',
    ]) {
      expect([url, cancelled(url)]).toEqual([url, false]);
    }
  });
});

describe('downloads', () => {
  const download = (url: string): { prevented: boolean; asked: unknown } => {
    const session = new EventEmitter();
    askWhereToSave(session as unknown as GuardedSession, '/home/me/Downloads');
    const event = preventable({});
    let asked: unknown = null;
    session.emit('will-download', event, {
      getURL: () => url,
      getFilename: () => 'metrics.csv',
      setSaveDialogOptions: (options: unknown) => (asked = options),
    });
    return { prevented: event.prevented, asked };
  };

  it.each(['run://critic/r1/metrics.csv', 'blob:app://critic/5a', 'data:image/png;base64,AA=='])(
    'of %s ask where to save it',
    (url) => {
      const asked = { defaultPath: join('/home/me/Downloads', 'metrics.csv') };
      expect(download(url)).toEqual({ prevented: false, asked });
    },
  );

  it.each(['https://example.org/x.exe', 'blob:https://example.org/1', 'file:///etc/passwd'])(
    'of %s are refused',
    (url) => {
      expect(download(url)).toEqual({ prevented: true, asked: null });
    },
  );
});
