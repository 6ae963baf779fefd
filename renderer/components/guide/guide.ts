// All pages of the guide, and which page explains a health note, a metric or an objective.

import type { GuidePage } from './page.ts';
import { fGans } from './pages/f-gans.ts';
import { gans } from './pages/gans.ts';
import { ideas } from './pages/ideas.ts';
import { wgans } from './pages/wgans.ts';

export interface GuideSection {
  readonly title: string;
  readonly pages: readonly GuidePage[];
}

export const guide: readonly GuideSection[] = [
  { title: 'Ideas', pages: ideas },
  { title: 'GANs', pages: gans },
  { title: 'Wasserstein GANs', pages: wgans },
  { title: 'f-GANs', pages: fGans },
];

export const guidePages: readonly GuidePage[] = guide.flatMap(({ pages }) => pages);

export function pageOf(id: string): GuidePage | undefined {
  return guidePages.find((page) => page.id === id);
}
