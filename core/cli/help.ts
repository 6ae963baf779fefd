// What --help prints: one page for the program and one for each command, at most 80 columns wide.

import { optionsOf, type OptionName } from './args/options.ts';
import { commands, type CommandName } from './request.ts';

interface Page {
  readonly usage: readonly string[];
  /** One line, as the list of commands shows it. */
  readonly summary: string;
  /** Further lines, as they are printed. */
  readonly details: readonly string[];
  /** Command lines with what they do. */
  readonly examples: readonly (readonly [command: string, does: string])[];
}

const optionTexts: Readonly<Record<OptionName, readonly [usage: string, meaning: string]>> = {
  iterations: ['--iterations N', 'generator updates to train for'],
  seed: ['--seed N', 'seed of all randomness; equal seeds, equal runs'],
  set: ['--set PATH=VALUE', 'change one field of the spec; may be repeated'],
  engine: ['--engine ID', 'where to compute; auto takes the fastest'],
  data: ['--data DIR', 'folder in which runs are kept'],
  budget: ['--budget UNIT[=N]', 'what every arm gets the same amount of'],
  out: ['-o, --out FILE', 'file to write'],
  port: ['--port N', 'port to listen on; 0 takes any that is free'],
  iteration: ['--iteration N', 'of which grid or checkpoint; the newest otherwise'],
  series: ['--series NAME', 'fixed, fresh or ema; fixed noise otherwise'],
  by: ['--by AXIS', 'iterations, critic-updates, images or seconds'],
  tiles: ['--tiles A,B,…', 'a film between these tiles of the grid and back'],
  fps: ['--fps N', 'frames per second; 10 otherwise'],
  scale: ['--scale N', 'film pixels for each pixel of an image'],
  hold: ['--hold SECONDS', 'how long the last frame stays; 1.5 otherwise'],
  frames: ['--frames N', 'at most so many, spread evenly; 300 otherwise'],
  full: ['--full', 'as long and as large as in the paper'],
  seeds: ['--seeds N', 'how many seeds, from 1 on'],
  once: ['--once', 'a GIF that stops at its end'],
  checkpoint: ['--checkpoint N|all', 'at which iteration; the newest one otherwise'],
  samples: ['--samples N', 'how many are drawn; 2000 otherwise'],
  'no-open': ['--no-open', 'do not show it in the browser'],
  json: ['--json', 'print one JSON object per line, nothing else'],
  help: ['-h, --help', 'this page'],
  version: ['-v, --version', 'the version of the program'],
};

const pages: Readonly<Record<CommandName, Page>> = {
  serve: {
    usage: ['critic serve [options]'],
    summary: 'open the workstation in the browser',
    details: [
      'Prints an address with a secret token, shows it in the browser, and goes on',
      'until Ctrl-C, which saves what is being trained. Only this machine can reach',
      'it; from another one, ssh -L 7717:127.0.0.1:7717 leads to it.',
      'Without --port it takes 7717, or any free one when that is in use.',
    ],
    examples: [
      ['critic serve', 'here and now'],
      ['critic serve --no-open --port 8000', 'on a machine without a screen'],
    ],
  },
  train: {
    usage: ['critic train <preset|spec.json> [options]'],
    summary: 'train one run',
    details: [
      'Trains a preset (critic presets lists them) or a spec file. A spec file is',
      'JSON and may be short: {"data": {"kind": "8gaussians"}, "objective": {"kind":',
      '"wgan-gp"}} is enough, the rest comes from the recipe of the objective.',
      'Ctrl-C saves a checkpoint and stops; critic resume goes on from it.',
    ],
    examples: [
      ['critic train fashion-wgan-gp', 'garments in a few minutes'],
      ['critic train toy-8gaussians-wgan-gp --seed 7', 'another seed'],
      ['critic train my.json --iterations 500', 'a spec file, cut short'],
      ['critic train fashion-gan --set objective.kind=lsgan', 'another objective'],
    ],
  },
  compare: {
    usage: ['critic compare <preset|spec.json> <preset|spec.json> … [options]'],
    summary: 'train two to six runs side by side',
    details: [
      'Trains every arm on the same data order, the same noise and the same first',
      'weights of the generator, then writes one figure with the arms side by side.',
      '--budget iterations counts generator updates, critic-updates counts updates',
      'of the critic, seconds counts time; =N sets how much of it.',
      '--set, --seed and --iterations hold for every arm.',
    ],
    examples: [
      ['critic compare fashion-gan fashion-wgan-gp', 'a GAN against a WGAN'],
      ['critic compare fashion-gan fashion-wgan --budget seconds=120', 'equal time'],
      ['critic compare a.json b.json --out figure.png', 'two spec files'],
    ],
  },
  reproduce: {
    usage: ['critic reproduce [options]', 'critic reproduce <experiment> [options]'],
    summary: 'do an experiment of the literature again',
    details: [
      'Without a name it lists the experiments. With one it trains the runs of the',
      'experiment that are missing, prints their numbers beside the published ones,',
      'and writes the figure, and beside it the numbers as JSON. Without --full the',
      'runs are small enough for a desk: minutes to an hour on two processor cores.',
      'The runs are ordinary runs, to be seen in the workstation. What Ctrl-C stopped',
      'goes on when the same is asked for again. --set holds for every run.',
    ],
    examples: [
      ['critic reproduce', 'what there is'],
      ['critic reproduce em-estimate', 'one experiment'],
      ['critic reproduce modes --seeds 10 --full', 'as the paper did it'],
    ],
  },
  resume: {
    usage: ['critic resume RUN [options]'],
    summary: 'go on with a run that was stopped',
    details: [
      'Goes on from the last checkpoint of a run, on the engine that it was started',
      'on. On the CPU the result has the same bits as if it had never stopped.',
    ],
    examples: [['critic resume 12', 'go on with run 12']],
  },
  runs: {
    usage: [
      'critic runs [list] [options]',
      'critic runs show RUN [options]',
      'critic runs delete RUN … [options]',
    ],
    summary: 'list, show or delete runs',
    details: [
      'list shows every run, newest first; show prints the spec, the engine and the',
      'last numbers of one; delete removes runs with everything that belongs to them.',
    ],
    examples: [
      ['critic runs', 'all runs'],
      ['critic runs show 12', 'one run'],
      ['critic runs delete 12 13', 'two runs and their files'],
    ],
  },
  measure: {
    usage: ['critic measure RUN … [options]'],
    summary: 'measure how good the samples of runs are',
    details: [
      'Draws samples from a checkpoint and compares them with held-out data, more',
      'thoroughly than there is time for in training. The floor beside each value is',
      'what two sets of real data get; a value within it cannot be told from them.',
      'It is computed once for each data set. Everything is kept with the run.',
    ],
    examples: [
      ['critic measure 12', 'run 12 at its newest checkpoint'],
      ['critic measure 12 13 --checkpoint all', 'two runs at every checkpoint'],
    ],
  },
  export: {
    usage: ['critic export <what> RUN … --out FILE [options]'],
    summary: 'write samples, films, metrics, figures, models, bundles',
    details: [
      'grid    a grid of samples as PNG, pixel for pixel; --iteration, --series',
      'film    how the samples of one to six runs came to be, side by side, as .webm',
      '        or .gif; --by, --series, --fps, --scale, --hold, --frames, --once. With',
      '        --tiles what a checkpoint draws between tiles; --iteration',
      'csv     every metric at every iteration, of one run or several',
      'json    the spec, the engine and a summary of the metrics of a run',
      'onnx    the generator as a model for any ONNX runtime: latents in, samples',
      '        out; --iteration',
      'bundle  runs with everything in them, for critic import on another machine',
      'figure  two to six runs compared in one picture, as .png, .svg or .pdf; --by',
      'report  one to six runs as a page of HTML that needs nothing else',
    ],
    examples: [
      ['critic export grid 12 --out samples.png', 'the newest grid'],
      ['critic export film 12 13 --out pair.webm', 'two runs learn side by side'],
      ['critic export film 12 --tiles 3,17,8 --out way.gif', 'from sample to sample'],
      ['critic export csv 12 13 --out metrics.csv', 'one table of two runs'],
      ['critic export figure 12 13 --out figure.pdf', 'a figure for a paper'],
      ['critic export bundle 12 --out run.critic', 'a run to take along'],
    ],
  },
  import: {
    usage: ['critic import FILE [options]'],
    summary: 'take in runs from a bundle',
    details: [
      'Checks everything in a bundle that critic export bundle has written, and then',
      'adds its runs: all of them or, where something is wrong, none. A run whose id',
      'another one has gets a new id; one that is here already stays as it is.',
    ],
    examples: [['critic import run.critic', 'one file, all of its runs']],
  },
  presets: {
    usage: ['critic presets [options]'],
    summary: 'list the runs that are ready to start',
    details: ['Each preset with what to expect of it and where its numbers come from.'],
    examples: [['critic presets', 'all of them']],
  },
  engines: {
    usage: ['critic engines [options]'],
    summary: 'list where runs can be computed',
    details: [
      'Every engine with its device, whether it can be used, and why not where it',
      'cannot. Each is tried in a process of its own.',
    ],
    examples: [['critic engines', 'all of them']],
  },
  data: {
    usage: ['critic data [list] [options]', 'critic data download NAME [options]'],
    summary: 'list and download known data sets',
    details: [
      'list shows MNIST, KMNIST and CIFAR-10 with where each is kept; download fetches',
      'one from where it is published, checks it, and goes on where a transfer broke',
      'off. Runs never download anything. CRITIC_CACHE names another folder to keep',
      'them in, CRITIC_MIRROR another address with the same files.',
    ],
    examples: [
      ['critic data', 'what there is'],
      ['critic data download mnist', 'handwritten digits, 11 MB'],
    ],
  },
};

function table(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

/** Each command line above its meaning: beside it they would not keep to 80 columns. */
function examplesText(examples: Page['examples']): readonly string[] {
  return examples.flatMap(([command, does]) => [`  ${command}`, `      ${does}`]);
}

function commandPage(name: CommandName): readonly string[] {
  const { usage, details, examples } = pages[name];
  return [
    ...usage.map((line, i) => (i === 0 ? `Usage: ${line}` : `       ${line}`)),
    '',
    ...details,
    '',
    'Options:',
    ...table(optionsOf[name].map((option) => optionTexts[option])),
    '',
    'Examples:',
    ...examplesText(examples),
  ];
}

function programPage(): readonly string[] {
  return [
    'Critic trains GANs and Wasserstein GANs and sets them side by side.',
    '',
    'Usage: critic [command] [options]',
    '',
    'Without a command it opens the workstation: the desktop app where there is a',
    'display and the Electron runtime, the browser otherwise.',
    '',
    'Commands:',
    ...table(commands.map((name) => [name, pages[name].summary] as const)),
    '',
    'Options without a command:',
    ...table(optionsOf.start.map((option) => optionTexts[option])),
    '',
    'critic <command> --help tells more about one command. In a checkout, write',
    'npm run critic -- <command> instead of critic <command>.',
    '',
    'Exit codes: 0 done, 1 failed, 2 the request was wrong, 130 interrupted and',
    'saved.',
  ];
}

/** The page of a command, or of the program; ends with a line break. */
export function helpText(command?: CommandName): string {
  const lines = command === undefined ? programPage() : commandPage(command);
  return `${lines.join('\n')}\n`;
}
