// Reports, read as text; test/browser/exports.test.ts opens them.

import { describe, expect, it } from 'vitest';
import { html } from '../../../core/export/html.ts';
import { reportHtml } from '../../../core/export/report.ts';
import { chartHtml } from '../../../core/export/report-chart.ts';
import { earlyMiddleLast } from '../../../core/export/report-run.ts';
import { valueWords } from '../../../core/export/report-tables.ts';
import { specNamed, temporaryStore } from '../../unit/store/support.ts';
import { fashion, options, toy, trained } from '../../unit/export/reported-runs.ts';

describe('reportHtml', () => {
  it('says what a run was, how it went and where it differs from its recipe', () => {
    const store = temporaryStore();
    const id = trained(store, toy);
    const text = reportHtml(store, [id], options);
    expect(text.slice(0, 15)).toBe('<!doctype html>');
    const without = text.replaceAll(/base64,[^"]+/g, '');
    for (const part of [
      '<title>toy</title>',
      'Wasserstein GAN, gradient penalty, λ = 0.1',
      'Exact W₁',
      'Differences from the recipe',
      'optimizer.critic.lr',
      '999 of 100',
      'What happened',
      'Written by Critic 9.9.9 on 2026-01-02 03:04 UTC',
      `run ${id}`,
      'alt="Generated points over held-out ones at iteration 200"',
    ]) {
      expect(without).toContain(part);
    }
    expect(text.match(/<img\s/g)).toHaveLength(3);
    expect(text).toBe(reportHtml(store, [id], options));
  });

  it('compares several, by a measure that means the same for all, and tells the differences of their designs', () => {
    const store = temporaryStore();
    const ids = [toy, { ...specNamed('other'), batch: 64 }].map((spec) => trained(store, spec));
    const text = reportHtml(store, ids, options);
    expect(text).toContain('One measure for all');
    expect(text).toMatch(/Batch size<\/th>\s*<td>32<\/td>\s*<td>64<\/td>/);
    const different = reportHtml(store, [ids[0], trained(store, fashion)], options);
    expect(different).toContain('The runs have different data');
    expect(different).not.toContain('One measure for all');
  });

  it('has nothing in it that is not its own markup, and asks for nothing', () => {
    const store = temporaryStore();
    const text = reportHtml(store, [trained(store, fashion), trained(store, toy)], options);
    expect(text).not.toMatch(/<script|<img src=x|<b>|javascript:/);
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;quotes&quot; &#39;too&#39;');
    expect(text).not.toMatch(/(?:src|href)="(?!data:image\/png;base64,)/);
    expect(text).not.toMatch(/https?:\/\//);
    expect(text).toContain('default-src &#39;none&#39;');
  });

  it('bears a run of which there is nothing yet', () => {
    const store = temporaryStore();
    const { id } = store.runs.create(specNamed('new'));
    const text = reportHtml(store, [id], options);
    expect(text).toContain('It has none.');
    expect(text).toContain('Nothing was measured.');
    expect(text).toContain('none yet');
  });

  it('refuses no runs, too many, and one that is not there', () => {
    const store = temporaryStore();
    expect(() => reportHtml(store, [], options)).toThrow(/one to 6 runs, not 0/);
    expect(() => reportHtml(store, Array<string>(7).fill('x'), options)).toThrow(/not 7/);
    expect(() => reportHtml(store, ['x'], options)).toThrow(/There is no run/);
  });
});

describe('the parts of a report', () => {
  it('escape everything but what they made themselves', () => {
    const inner = html`<i>${'<'}</i>`;
    expect(html`<p title="${'"\'&'}">${[inner, 'a<b', 5, null]}</p>`.markup).toBe(
      '<p title="&quot;&#39;&amp;"><i>&lt;</i>a&lt;b5</p>',
    );
    expect(html`${'a\u0000b\u001b[31m'}`.markup).toBe('a\ufffdb\ufffd[31m');
  });

  it('take grids early, midway and last', () => {
    expect(earlyMiddleLast([0, 1, 2, 5, 10, 20, 50, 100, 200])).toEqual([2, 20, 200]);
    expect(earlyMiddleLast([0])).toEqual([0]);
    expect(earlyMiddleLast([0, 1])).toEqual([0, 1]);
  });

  it('show settings as people read them', () => {
    expect(valueWords('generator.activation', 'leaky-relu')).toBe('Leaky ReLU 0.2');
    expect(valueWords('generator.hidden', [512, 256])).toBe('512, 256');
    expect(valueWords('optimizer.critic.lr', 5e-5)).toBe('5e-5');
    expect(valueWords('objective.clip', undefined)).toBe('none');
    expect(valueWords('constructor', 'toString')).toBe('toString');
  });

  it('draw values that are not numbers as marks, and gaps as gaps', () => {
    const bucket = (first: number, mean: number, nonFinite = 0) => ({
      ...{ first, last: first, min: mean, max: mean, mean, tail: mean, count: 1, nonFinite },
      ...{ criticUpdates: 0, activeSeconds: 0 },
    });
    const line = (buckets: ReturnType<typeof bucket>[]) => ({ name: 'x', buckets, colour: 1, dashed: false });
    const chart = chartHtml({
      title: 't',
      note: 'n',
      lines: [line([bucket(0, 1), bucket(1, 2), bucket(2, NaN, 1), bucket(3, 3), bucket(4, -1e30)])],
    }).markup;
    expect(chart.match(/not a number, or infinite/g)).toHaveLength(1);
    expect(chart.match(/stroke-linejoin="round"/g)).toHaveLength(2);
    expect(chart).not.toContain('NaN');
    const none = chartHtml({ title: 't', note: 'n', lines: [line([bucket(0, NaN, 1)])] }).markup;
    expect(none).toContain('None of its values is a number.');
  });
});
