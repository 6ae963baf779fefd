// What a page of the guide is made of. In texts, $...$ is a formula.

export interface Formula {
  readonly tex: string;
  /** What it says, and where it stands. */
  readonly caption: string;
}

export interface Source {
  readonly paper: string;
  readonly arxiv: string;
  /** Equation, section or algorithm. */
  readonly where: string;
}

export interface GuidePage {
  /** The last part of its address; that of an objective is its kind. */
  readonly id: string;
  readonly title: string;
  /** A sentence for the list and for links. */
  readonly summary: string;
  readonly paragraphs: readonly string[];
  readonly formulas: readonly Formula[];
  /** What to look at in the charts of a run. */
  readonly watch: readonly string[];
  readonly goesWrong: readonly string[];
  readonly sources: readonly Source[];
  /** Pages to read next. */
  readonly related: readonly string[];
}
