// How a report looks: on a screen in light and dark, and on paper.

import { Html } from './html.ts';

/** The light colours are those of figures; the dark ones are the same hues, readable on a dark ground. */
export const reportStyle = new Html(`
:root {
  color-scheme: light dark;
  --paper: #ffffff; --panel: #f6f7f8; --text: #16191d; --muted: #5c646e; --rule: #d5d9de; --grid: #e6e9ec;
  --line-1: #0072b2; --line-2: #b84f00; --line-3: #007a5b; --line-4: #a64d80; --line-5: #8a6100; --line-6: #1f74a8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15181c; --panel: #1d2126; --text: #e7eaee; --muted: #a3abb5; --rule: #3a4149; --grid: #2b3138;
    --line-1: #56b4e9; --line-2: #f0894a; --line-3: #3fc59a; --line-4: #dd93bd; --line-5: #e6b13c; --line-6: #8fcdf2;
  }
  img.points { filter: invert(0.9) hue-rotate(180deg); }
}
@media print {
  :root {
    color-scheme: light;
    --paper: #ffffff; --panel: #ffffff; --text: #000000; --muted: #444444; --rule: #bbbbbb; --grid: #e2e2e2;
    --line-1: #0072b2; --line-2: #b84f00; --line-3: #007a5b; --line-4: #a64d80; --line-5: #8a6100; --line-6: #1f74a8;
  }
  main { max-width: none; padding: 0; }
  img.points { filter: none; }
  figure, tr, .facts { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  section.run { break-before: page; }
  details > summary { list-style: none; }
  .scroll { overflow: visible; }
}
@page { margin: 16mm 14mm; }
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--text);
  font: 15px/1.5 Inter, system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif;
  -webkit-print-color-adjust: exact; print-color-adjust: exact;
}
main { max-width: 1080px; margin: 0 auto; padding: 40px 28px 64px; }
h1 { font-size: 27px; line-height: 1.25; margin: 0 0 6px; overflow-wrap: anywhere; }
h2 { font-size: 20px; line-height: 1.3; margin: 0 0 4px; overflow-wrap: anywhere; }
h3 { font-size: 15px; margin: 30px 0 10px; }
p { margin: 0 0 10px; max-width: 92ch; overflow-wrap: anywhere; }
.lead, .muted, figcaption, caption { color: var(--muted); }
section { margin-top: 44px; }
section.run { padding-top: 28px; border-top: 1px solid var(--rule); }
.swatch { display: inline-block; width: 22px; height: 4px; border-radius: 2px; margin-right: 10px; vertical-align: middle; }
.facts {
  display: grid; grid-template-columns: repeat(auto-fill, minmax(185px, 1fr)); gap: 12px 24px;
  margin: 18px 0 0; padding: 16px 18px; background: var(--panel); border: 1px solid var(--rule); border-radius: 6px;
}
.facts div { min-width: 0; }
.facts dt { color: var(--muted); font-size: 12.5px; }
.facts dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.pictures { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 20px; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(300px, 1fr)); gap: 26px 24px; }
.charts.wide { grid-template-columns: minmax(0, 1fr); }
figure { margin: 0; min-width: 0; }
figcaption { font-size: 13px; margin-top: 6px; }
img { display: block; max-width: 100%; height: auto; }
img.pixels { width: 100%; image-rendering: pixelated; background: #000; }
img.points { width: 100%; background: #fff; }
svg { display: block; width: 100%; height: auto; }
svg text { font-size: 11px; fill: var(--muted); font-variant-numeric: tabular-nums; }
.chart-title { font-weight: 600; font-size: 13.5px; }
.chart-note { color: var(--muted); font-size: 12.5px; margin-bottom: 4px; }
.key { font-size: 12.5px; color: var(--muted); margin: 4px 0 0; display: flex; flex-wrap: wrap; gap: 2px 18px; }
.scroll { overflow-x: auto; }
.scroll:focus-visible { outline: 2px solid var(--line-1); outline-offset: 3px; }
table { border-collapse: collapse; width: 100%; font-size: 14px; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-size: 13px; padding-bottom: 6px; }
th, td { text-align: left; vertical-align: top; padding: 5px 16px 5px 0; border-bottom: 1px solid var(--grid); }
thead th { color: var(--muted); font-weight: 600; font-size: 12.5px; border-bottom-color: var(--rule); white-space: nowrap; }
tbody th { font-weight: 500; }
td.number, th.number { text-align: right; white-space: nowrap; }
td.short { white-space: nowrap; }
.named { display: flex; align-items: center; min-width: 150px; overflow-wrap: anywhere; }
.named .swatch { flex: none; }
td { overflow-wrap: anywhere; }
.differs { font-weight: 600; }
summary { cursor: pointer; font-weight: 600; margin: 30px 0 10px; }
footer { margin-top: 56px; padding-top: 16px; border-top: 1px solid var(--rule); color: var(--muted); font-size: 13px; }
@media (max-width: 720px) { .pictures { grid-template-columns: minmax(0, 1fr); } main { padding: 24px 16px 48px; } }
`);
