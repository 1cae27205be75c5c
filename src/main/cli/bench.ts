import { stat } from 'node:fs/promises';
import { arch, availableParallelism, cpus, release, type as systemName, totalmem } from 'node:os';
import { join } from 'node:path';
import { runBench } from '../bench/run-bench.ts';
import { isWithinBudget, type StageFigure, type StageResult } from '../bench/stage.ts';
import { readShippedCatalog } from '../services/packs/catalog.ts';
import { listFacePacks } from '../services/packs/face-packs.ts';
import { findTrackerBundles } from '../services/packs/tracker-bundles.ts';
import { type Command, textOption, wrongUsage } from './command.ts';
import { headlessBrowsers } from './headless-browsers.ts';
import { createBackgroundInferenceHost, createInferenceHost, workerStarter } from './inference-worker.ts';
import { textTable } from './text-table.ts';

const HEADINGS = ['stage', 'measured with', 'median', 'p95', 'bytes/call', 'budget', ''];
const NUMERIC = [2, 3, 4];

export const benchCommand: Command = {
  name: 'bench',
  positionals: '',
  summary: 'Measure what every stage costs on this machine.',
  options: {
    clip: {
      type: 'string',
      placeholder: 'FILE',
      help: 'A video with a face, best of 640×480, for tracker, pipeline, latency and int8.',
    },
    json: { type: 'boolean', help: 'Print one JSON object.' },
  },
  async run(context) {
    const clip = textOption(context, 'clip');
    if (clip !== undefined && !(await stat(clip).catch(() => undefined))?.isFile()) {
      throw wrongUsage(`There is no video ${clip}.`);
    }
    const { bundles, officialFile } = await findTrackerBundles(context.dataFolder, readShippedCatalog());
    const facePacks = await listFacePacks(context.dataFolder);
    await using inferenceHost = createInferenceHost(context);
    await using backgroundInferenceHost = createBackgroundInferenceHost(context);
    const results = await runBench({
      clip,
      bundles,
      officialBundle: officialFile,
      rendererFolder: join(context.projectFolder, 'out', 'renderer'),
      browsers: headlessBrowsers(context),
      facePacks: facePacks.filter((pack) => 'manifest' in pack),
      startInference: workerStarter(context, 'inference-process', true),
      inferenceHost,
      backgroundInferenceHost,
      onStage: (stage) => context.stderr.write(`Measuring: ${stage}\n`),
      signal: context.signal,
    });
    const machine = describeMachine();
    if (context.options.json === true) {
      const stages = results.map((result) =>
        'skipped' in result ? result : { ...result, isWithinBudget: isWithinBudget(result) },
      );
      context.stdout.write(
        `${JSON.stringify({ version: context.version, machine, stages }, undefined, 2)}\n`,
      );
    } else {
      context.stdout.write(`Furrow ${context.version} on ${machine}\n\n`);
      context.stdout.write(textTable([HEADINGS, ...results.map(rowOf)], NUMERIC));
    }
    return 0;
  },
};

function describeMachine(): string {
  const processor = cpus()[0]?.model.trim() ?? 'unknown processor';
  const gigabytes = Math.round(totalmem() / 1e9);
  return `${availableParallelism()} cores of ${processor}, ${gigabytes} GB, ${systemName()} ${release()} ${arch()}, Node ${process.version}`;
}

function rowOf(result: StageResult): string[] {
  if ('skipped' in result) {
    return [result.stage, `skipped: ${result.skipped}`];
  }
  const isMet = isWithinBudget(result);
  const verdict = isMet === undefined ? '' : isMet ? 'met' : 'MISSED';
  if ('value' in result) {
    return [
      result.stage,
      result.conditions,
      formatFigure(result, result.value),
      '',
      '',
      limitOf(result),
      verdict,
    ];
  }
  const { stage, conditions, median, p95, bytesPerCall, budget } = result;
  return [
    stage,
    conditions,
    formatMilliseconds(median),
    formatMilliseconds(p95),
    bytesPerCall === undefined ? '' : String(bytesPerCall),
    budget === undefined ? '' : `${budget.of} ≤ ${formatMilliseconds(budget.milliseconds)}`,
    verdict,
  ];
}

function limitOf(figure: StageFigure): string {
  const { limit } = figure;
  if (limit === undefined) {
    return '';
  }
  return 'atLeast' in limit
    ? `≥ ${formatFigure(figure, limit.atLeast)}`
    : `≤ ${formatFigure(figure, limit.atMost)}`;
}

function formatFigure({ unit }: StageFigure, value: number): string {
  return `${value >= 100 ? value.toFixed(0) : value.toFixed(2)} ${unit}`;
}

/** Three digits that mean something. */
function formatMilliseconds(milliseconds: number): string {
  const digits = milliseconds >= 10 ? 1 : milliseconds >= 1 ? 2 : 3;
  return `${milliseconds.toFixed(digits)} ms`;
}
