import { createReliefObservation } from '../../../shared/core/detail/relief/relief-observation.ts';
import { readIdentity } from '../../../shared/core/identity/identity-file.ts';
import { loadOpenHead } from '../../avatar/load-open-head.ts';
import { PictureRelief } from './picture-relief.ts';
import type { ReliefCommand, ReliefPicture, ReliefReport } from './relief-messages.ts';

declare const self: DedicatedWorkerGlobalScope;

let relief: Promise<PictureRelief> | undefined;

async function load({ origin, identity }: Extract<ReliefCommand, { type: 'start' }>): Promise<PictureRelief> {
  const head = await loadOpenHead(origin);
  const person = identity && readIdentity(identity);
  // Somebody who was enrolled on another head is posed as nobody in particular.
  const isOfHead =
    person?.faceModel.name === head.model.name && person.faceModel.version === head.model.version;
  return new PictureRelief(head, isOfHead ? person : undefined);
}

async function look({ picture, observation, frame, fieldOfView }: ReliefPicture): Promise<ReliefReport> {
  try {
    const target = createReliefObservation();
    const isSeen = (await relief)?.observe(picture, observation, frame, fieldOfView, target) === true;
    return isSeen ? target : undefined;
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
