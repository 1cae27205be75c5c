import { useRef } from 'react';
import { AVATAR_BACKGROUNDS, AVATAR_LIGHTS, type AvatarLook } from '../../shared/core/avatar/avatar-look.ts';
import { useAppState, useSession, useText } from './app-context.tsx';
import { CheckField, ChoiceField, SliderField } from './fields.tsx';
import { shrinkPicture } from './shrink-picture.ts';

/** How the avatar is lit, how strong its detail is, and what is behind it. */
export function AvatarSection() {
  const text = useText();
  const session = useSession();
  const look = useAppState((state) => state.settings.avatar);
  const { refine } = useAppState((state) => state.settings.wrinkles);
  const change = (part: Partial<AvatarLook>) => void session.updateSettings({ avatar: { ...look, ...part } });
  return (
    <fieldset>
      <legend>{text.avatar.title}</legend>
      <ChoiceField
        label={text.avatar.light}
        value={look.light}
        choices={AVATAR_LIGHTS.map((value) => ({ value, label: text.avatar.lights[value] }))}
        onChange={(light) => change({ light })}
      />
      <SliderField
        label={text.avatar.detailStrength}
        value={look.detailStrength}
        maximum={2}
        onChange={(detailStrength) => change({ detailStrength })}
      />
      <CheckField
        label={text.avatar.displaceSurface}
        value={look.displaceSurface}
        onChange={(displaceSurface) => change({ displaceSurface })}
      />
      <CheckField
        label={text.avatar.refineWrinkles}
        value={refine}
        onChange={(isWanted) => void session.updateSettings({ wrinkles: { refine: isWanted } })}
      />
      <div className="field-row">
        <ChoiceField
          label={text.avatar.background}
          value={look.background}
          choices={AVATAR_BACKGROUNDS.map((value) => ({ value, label: text.avatar.backgrounds[value] }))}
          onChange={(background) => change({ background })}
        />
        {look.background === 'color' && (
          <label className="field">
            <span>{text.avatar.color}</span>
            <input
              type="color"
              value={look.backgroundColor}
              onChange={({ target }) => change({ backgroundColor: target.value })}
            />
          </label>
        )}
        {look.background === 'picture' && <PictureField />}
      </div>
    </fieldset>
  );
}

/** Where other programs find the avatar. */
export function AvatarPageSection() {
  const text = useText();
  const session = useSession();
  const page = useAppState((state) => state.avatarPage);
  const look = useAppState((state) => state.settings.avatar);
  const address = useRef<HTMLInputElement>(null);
  const copy = () => {
    address.current?.select();
    void navigator.clipboard?.writeText(address.current?.value ?? '');
  };
  return (
    <fieldset>
      <legend>{text.avatar.page}</legend>
      <p className="hint">{text.avatar.pageHint}</p>
      {page.status === 'ready' && (
        <div className="address">
          <input
            ref={address}
            type="text"
            readOnly
            value={page.address}
            aria-label={text.avatar.pageAddress}
            onFocus={({ target }) => target.select()}
          />
          <button type="button" onClick={copy}>
            {text.actions.copy}
          </button>
          <button
            type="button"
            className="quiet danger"
            title={text.avatar.renewTitle}
            onClick={() => void session.renewAvatarPage()}
          >
            {text.avatar.renew}
          </button>
        </div>
      )}
      {page.status === 'failed' && <p className="hint warning">{page.message}</p>}
      <CheckField
        label={text.avatar.pageBackground}
        value={look.pageBackground}
        onChange={(pageBackground) => void session.updateSettings({ avatar: { ...look, pageBackground } })}
      />
    </fieldset>
  );
}

function PictureField() {
  const text = useText();
  const session = useSession();
  const input = useRef<HTMLInputElement>(null);
  const choose = async (file: File) => session.setBackgroundPicture(await shrinkPicture(file));
  return (
    <div className="field">
      <span>{text.avatar.picture}</span>
      <button type="button" onClick={() => input.current?.click()}>
        {text.avatar.choosePicture}
      </button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file !== undefined) {
            void choose(file);
          }
          target.value = '';
        }}
      />
    </div>
  );
}
