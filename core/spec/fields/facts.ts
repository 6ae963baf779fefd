// What is told about one field of a run specification, and the steps in which people change numbers.

export interface FieldFacts {
  /** In its section, as in "Learning rate". */
  readonly title: string;
  /** In a sentence where the title alone would not say which, as in "learning rate of the critic". */
  readonly name?: string;
  /** For somebody who has not read the papers: what it does and what happens when it is changed. */
  readonly meaning: string;
  readonly unit?: string;
  /** How an arrow key changes a number: by adding, by a factor, or to the next number of one digit and zeros. */
  readonly step?: Step;
  /** What its words stand for, where they are not plain themselves. */
  readonly choices?: Readonly<Record<string, string>>;
}

export type Step =
  | { readonly kind: 'add'; readonly by: number }
  | { readonly kind: 'times'; readonly by: number }
  | { readonly kind: 'digit' };
export const add = (by: number): Step => ({ kind: 'add', by });
export const double: Step = { kind: 'times', by: 2 };
export const digit: Step = { kind: 'digit' };
