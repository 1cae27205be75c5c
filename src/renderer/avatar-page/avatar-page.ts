import { FACE_MODEL_PATH } from '../../shared/contract/live-face.ts';
import { AvatarView } from '../avatar/avatar-view.ts';
import { Backdrop } from '../avatar/backdrop.ts';
import { loadPersonalHead } from '../avatar/personal-head.ts';
import { backendAddress } from '../backend/backend-address.ts';
import { BackendConnection } from '../backend/backend-connection.ts';
import { createDial, requestPortFromPreload } from '../backend/dial.ts';
import { AvatarViewer } from './avatar-viewer.ts';

/* Entry of the page that shows the avatar and nothing else, for OBS. It only watches. */

const canvas = document.querySelector('canvas');
if (canvas === null) {
  throw new Error('avatar.html has no canvas');
}
const view = new AvatarView(canvas);
const viewer = new AvatarViewer(view, new Backdrop(document.body), (identity, pack) =>
  loadPersonalHead(location.origin, identity, pack),
);
const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
const connection = new BackendConnection({
  dial: createDial(backendAddress(location.href, token), requestPortFromPreload),
  role: 'viewer',
  now: () => performance.now(),
  onState: (state) => viewer.connected(state.status),
});
connection.on('frame', (frame) => viewer.show(frame));
connection.on('identity', ({ bytes }) => void viewer.setIdentity(bytes));
connection.on('face/person', ({ pack, shape }) => {
  void viewer.setPack(pack === undefined ? undefined : { path: FACE_MODEL_PATH, shape });
});
connection.on('face/wrinkles', (refined) => view.refineWrinkles(refined));
connection.on('face/sampled-wrinkles', (sampled) => view.standInForDecoder(sampled));
connection.on('face/displacement', (displacement) => view.showRelief(displacement));
connection.on('avatar/setup', (setup) => viewer.setUp(setup));
connection.on('avatar/picture', ({ bytes }) => viewer.setPicture(bytes));
new ResizeObserver(() => view.resize(canvas.clientWidth, canvas.clientHeight)).observe(canvas);
connection.open();
