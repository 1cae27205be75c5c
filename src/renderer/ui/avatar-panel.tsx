import { useCallback, useEffect, useRef } from 'react';
import { AvatarView } from '../avatar/avatar-view.ts';
import { MaskDisplay } from '../avatar/mask-display.ts';
import { useAppState, useSession, useText } from './app-context.tsx';
import { useElementSize } from './use-element-size.ts';

/** The avatar, drawn past React with every frame. */
export function AvatarPanel() {
  const text = useText();
  const session = useSession();
  const isMirrored = useAppState((state) => state.settings.source.mirror);
  const isWaiting = useAppState((state) => state.source.status !== 'running');
  const canvas = useRef<HTMLCanvasElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const view = useRef<AvatarView>(undefined);
  const size = useRef({ width: 0, height: 0 });

  useEffect(() => {
    if (canvas.current === null) {
      return undefined;
    }
    const avatar = new AvatarView(canvas.current, new MaskDisplay());
    avatar.resize(size.current.width, size.current.height);
    view.current = avatar;
    const stop = session.onFrame((frame, observation) => avatar.update(frame, observation));
    return () => {
      stop();
      avatar.dispose();
      view.current = undefined;
    };
  }, [session]);

  useEffect(() => view.current?.setMirrored(isMirrored), [isMirrored]);

  const resize = useCallback((width: number, height: number) => {
    size.current = { width, height };
    view.current?.resize(width, height);
  }, []);
  useElementSize(stage, resize);

  return (
    <section className="panel stage avatar" aria-label={text.avatar.title}>
      <div ref={stage} className="stage-picture">
        <canvas ref={canvas} />
      </div>
      {isWaiting && <p className="stage-hint">{text.avatar.waiting}</p>}
    </section>
  );
}
