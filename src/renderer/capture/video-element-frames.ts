/**
 * Frames of a camera's track by way of a video element, for browsers that cannot stream them to a worker: each is
 * posted to the returned port as a `VideoFrame`, undefined at the end. They pause while the page is hidden.
 */
export function readVideoElement(track: MediaStreamTrack): MessagePort {
  const { port1, port2 } = new MessageChannel();
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([track]);

  const post = (_now: number, { mediaTime }: VideoFrameCallbackMetadata) => {
    const picture = new VideoFrame(video, { timestamp: mediaTime * 1_000_000 });
    port1.postMessage(picture, [picture]);
    if (track.readyState === 'live') {
      video.requestVideoFrameCallback(post);
    }
  };
  const end = () => {
    port1.postMessage(undefined);
    video.srcObject = null;
  };
  track.addEventListener('ended', end, { once: true });
  video.requestVideoFrameCallback(post);
  video.play().catch(end);
  return port2;
}
