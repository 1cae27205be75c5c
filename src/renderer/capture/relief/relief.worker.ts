import { createReliefObservation } from '../../../shared/core/detail/relief/relief-observation.ts';
import { readIdentity } from '../../../shared/core/identity/identity-file.ts';
import type { IdentityShape } from '../../../shared/core/identity/identity-shape.ts';
import { loadOpenHead, type OpenHead } from '../../avatar/load-open-head.ts';
import { isSoftwareRenderer } from '../delegate-choice.ts';
import { readGraphicsName } from '../graphics-name.ts';
import { GraphicsPictureRelief } from './graphics-picture-relief.ts';
import { PictureRelief } from './picture-relief.ts';
import type { ReliefCommand, ReliefPicture, ReliefReport } from './relief-messages.ts';

declare const self: DedicatedWorkerGlobalScope;

let relief: Promise<PictureRelief | GraphicsPictureRelief> | undefined;

async function load({
  origin,
  identity,
}: Extract<ReliefCommand, { type: 'start' }>): ReturnType<typeof choose> {
  const head = await loadOpenHead(origin);
  const person = identity && readIdentity(identity);
  // Somebody who was enrolled on another head is posed as nobody in particular.
  const isOfHead =
    person?.faceModel.name === head.model.name && person.faceModel.version === head.model.version;
  return choose(head, isOfHead ? person : undefined);
}

/** On the graphics card where there is one that can, otherwise on the processor. */
async function choose(
  head: OpenHead,
  person: IdentityShape | undefined,
): Promise<PictureRelief | GraphicsPictureRelief> {
  const graphics = readGraphicsName();
  if (graphics === '' || isSoftwareRenderer(graphics)) {
    return new PictureRelief(head, person);
  }
  try {
    return new GraphicsPictureRelief(head, person);
  } catch (thrown) {
    console.warn('Relief is looked at on the processor: the graphics card cannot.', thrown);
    return new PictureRelief(head, person);
  }
}

async function look({ picture, observation, frame, fieldOfView }: ReliefPicture): Promise<ReliefReport> {
  try {
    const target = createReliefObservation();
    const isSeen = await (await relief)?.observe(picture, observation, frame, fieldOfView, target);
    return isSeen === true ? target : undefined;
  } finally {
    picture.close();
  }
}

function send(report: ReliefReport): void {
  self.postMessage(report, report === undefined ? [] : [report.shading.buffer, report.weight.buffer]);
}

self.addEventListener('message', ({ data: command }: MessageEvent<ReliefCommand>) => {
  if (command.type === 'start') {
    relief = load(command);
  } else {
    // Unlike a promise that is left to fail, this tells whoever made the worker.
    look(command).then(send, reportError);
  }
});
