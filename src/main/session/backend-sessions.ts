import { AppError } from '../../shared/contract/app-error.ts';
import {
  type BackendContract,
  type Hello,
  type PlayedFrame,
  PROTOCOL_VERSION,
  type PublishedFrame,
  type RemoteCommand,
  type Role,
  type Welcome,
} from '../../shared/contract/backend.ts';
import type { Endpoint } from '../../shared/contract/endpoint.ts';
import type { FaceDisplacement } from '../../shared/contract/live-face.ts';
import { type RequestHandlers, type ServedConnection, serve } from '../../shared/contract/rpc.ts';
import { backendParsers } from '../../shared/contract/schemas.ts';
import { copyFaceFrame, createFaceFrame, type FaceFrame } from '../../shared/core/face/face-frame.ts';
import { writeLostFaceFrame } from '../../shared/core/face/lost-face-frame.ts';
import type { Log } from '../services/log/log.ts';
import { type AccessScope, REQUEST_ROLES, SCOPE_ROLES, STATE_EVENT_ROLES, type StateEvent } from './roles.ts';

/** Every request but `hello`, which the sessions answer themselves. */
export type ServiceRequests = Omit<RequestHandlers<BackendContract>, 'hello'>;

export interface BackendSessionsOptions {
  readonly requests: ServiceRequests;
  readonly welcome: Omit<Welcome, 'serverTime'>;
  /** The services' monotonic clock, milliseconds. */
  readonly now: () => number;
  readonly onFrame: (published: PublishedFrame) => void;
  /** The capturer has left without a successor; `lost` says so to all who followed it. */
  readonly onCapturerGone: (lost: FaceFrame) => void;
  readonly log: Log;
}

/** A viewer with more than this on its way gets no further frame until it has caught up: some ten frames, bytes. */
const VIEWER_BACKLOG = 16_384;

/** One client. Its role is undefined until `hello`. */
interface Session {
  readonly scope: AccessScope;
  readonly connection: ServedConnection<BackendContract>;
  role: Role | undefined;
  hasSentRubbish: boolean;
}

/**
 * Everyone who is connected to the services, over whatever carrier, and what each of them may do: one capturer
 * publishes frames, windows command, viewers watch.
 */
export class BackendSessions {
  readonly #options: BackendSessionsOptions;
  readonly #sessions = new Set<Session>();
  readonly #states = new Map<StateEvent, BackendContract['events'][StateEvent]>();
  #capturer: Session | undefined;
  readonly #lastFrame = createFaceFrame();
  #isPlaying = false;

  constructor(options: BackendSessionsOptions) {
    this.#options = options;
  }

  /** Serves a client that came in with the rights of `scope`, until its endpoint closes. */
  accept(endpoint: Endpoint, scope: AccessScope): void {
    const connection = serve<BackendContract>(endpoint, {
      requests: { hello: (hello) => this.#welcome(session, hello), ...this.#options.requests },
      signals: { frame: (published) => this.#receiveFrame(session, published) },
      parsers: backendParsers,
      authorise: (name) => this.#authorise(session, name),
      onBadMessage: (error) => this.#reportRubbish(session, error),
    });
    const session: Session = { scope, connection, role: undefined, hasSentRubbish: false };
    this.#sessions.add(session);
    endpoint.onClose(() => this.#leave(session));
  }

  /** Tells how things stand to all whom it concerns, now and when they join later. */
  setState<Name extends StateEvent>(name: Name, value: BackendContract['events'][Name]): void {
    this.#states.set(name, value);
    for (const session of this.#sessions) {
      if (hears(session, name)) {
        session.connection.emit(name, value);
      }
    }
  }

  /** Passes a command on to the windows. */
  sendCommand(command: RemoteCommand): void {
    for (const { role, connection } of this.#sessions) {
      if (role === 'window') {
        connection.emit('remote-control/command', command);
      }
    }
  }

  /** A take plays, or has ended: meanwhile nobody is shown the capturer's frames. */
  setPlaying(isPlaying: boolean): void {
    this.#isPlaying = isPlaying;
  }

  /** Shows a frame of a take to windows and viewers. */
  showPlayback(played: PlayedFrame): void {
    this.#show('window', (connection) => connection.emit('playback/frame', played));
    this.#show('viewer', (connection) => connection.emit('frame', played.frame));
  }

  /** Shows the newest relief to windows and viewers. */
  showDisplacement(displacement: FaceDisplacement): void {
    for (const role of ['window', 'viewer'] as const) {
      this.#show(role, (connection) => connection.emit('face/displacement', displacement));
    }
  }

  /** Ends the connections of all who came in with these rights. */
  disconnect(scope: AccessScope): void {
    for (const session of [...this.#sessions]) {
      if (session.scope === scope) {
        session.connection.close();
      }
    }
  }

  [Symbol.dispose](): void {
    for (const { connection } of [...this.#sessions]) {
      connection.close();
    }
  }

  #welcome(session: Session, hello: Hello): Welcome {
    if (hello.protocolVersion !== PROTOCOL_VERSION) {
      throw new AppError(
        'backend/version-mismatch',
        `This page speaks version ${hello.protocolVersion} and Furrow ${PROTOCOL_VERSION}. Reload the page.`,
      );
    }
    if (!SCOPE_ROLES[session.scope].includes(hello.role)) {
      throw new AppError(
        'backend/unauthorised',
        `This address is for watching; it cannot be a ${hello.role}.`,
      );
    }
    if (session.role !== undefined && session.role !== hello.role) {
      throw new AppError('backend/bad-message', `This connection is a ${session.role} already.`);
    }
    if (hello.role === 'capturer') {
      this.#takeCapture(session, hello.takeOver);
    }
    if (session.role === undefined) {
      session.role = hello.role;
      this.#tellStates(session);
    }
    const { version, shell, problems } = this.#options.welcome;
    return {
      serverTime: this.#options.now(),
      version,
      shell,
      problems: hello.role === 'window' ? problems : [],
    };
  }

  #takeCapture(session: Session, takeOver: boolean): void {
    const present = this.#capturer;
    if (present === session) {
      return;
    }
    if (present !== undefined && !takeOver) {
      throw new AppError(
        'backend/capturer-present',
        'Another window is sending your face already. Take over here, or go on there.',
      );
    }
    // First the successor, so that the leaving of the old one is no loss.
    this.#capturer = session;
    present?.connection.emit('capturer/replaced', undefined);
    present?.connection.close();
  }

  #tellStates(session: Session): void {
    for (const [name, value] of this.#states) {
      if (hears(session, name)) {
        session.connection.emit(name, value);
      }
    }
  }

  #receiveFrame(session: Session, published: PublishedFrame): void {
    if (session !== this.#capturer) {
      throw new AppError('backend/unauthorised', 'A frame came from somebody who is not the capturer.');
    }
    copyFaceFrame(published.frame, this.#lastFrame);
    this.#options.onFrame(published);
    this.#showViewers(published.frame);
  }

  #showViewers(frame: FaceFrame): void {
    if (!this.#isPlaying) {
      this.#show('viewer', (connection) => connection.emit('frame', frame));
    }
  }

  /** Emits a frame to all of a role that have taken the ones before. */
  #show(audience: Role, emit: (connection: Session['connection']) => void): void {
    for (const { role, connection } of this.#sessions) {
      if (role === audience && connection.bufferedBytes() <= VIEWER_BACKLOG) {
        emit(connection);
      }
    }
  }

  #leave(session: Session): void {
    this.#sessions.delete(session);
    if (session !== this.#capturer) {
      return;
    }
    this.#capturer = undefined;
    const lost = createFaceFrame();
    writeLostFaceFrame(this.#lastFrame, this.#options.now(), lost);
    this.#options.onCapturerGone(lost);
    this.#showViewers(lost);
  }

  #authorise({ role }: Session, name: keyof BackendContract['requests']): void {
    if (name !== 'hello' && (role === undefined || !REQUEST_ROLES[name].includes(role))) {
      throw new AppError(
        'backend/unauthorised',
        `A ${role ?? 'client without a role'} may not ask for "${name}".`,
      );
    }
  }

  /** One line per client: a broken one may send rubbish sixty times a second. */
  #reportRubbish(session: Session, error: AppError): void {
    if (!session.hasSentRubbish) {
      session.hasSentRubbish = true;
      this.#options.log.warn(error.message, { code: error.code, role: session.role });
    }
  }
}

function hears(session: Session, name: StateEvent): boolean {
  const roles: readonly Role[] = STATE_EVENT_ROLES[name];
  return session.role !== undefined && roles.includes(session.role);
}
