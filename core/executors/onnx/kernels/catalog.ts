// Every kernel the recorder knows.

import { convolutions } from './convolution.ts';
import { elementwise } from './elementwise.ts';
import type { KernelTable } from './kernel.ts';
import { products } from './matmul.ts';
import { reductions } from './reduce.ts';
import { shapes } from './shape.ts';

export const kernels: KernelTable = {
  ...elementwise,
  ...shapes,
  ...reductions,
  ...products,
  ...convolutions,
};
