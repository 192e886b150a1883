const options = { lowLatencyMode: true, maxLiveSyncPlaybackRate: 1.1, backBufferLength: 30, liveSyncDuration: 3 };

/**
 * Plays a list in a video: by hls.js, or by the browser itself where that cannot run (`Hls` null). `onHeard` gets the number of the newest
 * piece, where the list ends on the video's clock and how long all of it is, in seconds; `onFailed` an HTTP status, 0 if there is none.
 */
export function attachStream(Hls, video, url, { behind, onHeard, onFailed }) {
  return Hls ? attachHls(Hls, video, url, { behind, onHeard, onFailed }) : attachNative(video, url, { behind, onHeard, onFailed });
}

function attachHls(Hls, video, url, { behind, onHeard, onFailed }) {
  const { Events, ErrorTypes } = Hls;
  const hls = new Hls(options);
  let isClosed = false;
  hls.on(Events.LEVEL_LOADED, (_, { details }) => {
    const { endSN, edge, totalduration, fragments } = details;
    onHeard({ newest: endSN, edge, total: Math.max(edge, ((endSN + 1) * totalduration) / fragments.length) });
  });
  if (behind > 0) {
    hls.once(Events.LEVEL_LOADED, (_, { details }) => (video.currentTime = Math.max(0, details.edge - behind)));
  }
  hls.on(Events.ERROR, (_, { type, fatal, response }) => {
    if (isClosed || (!fatal && response?.code !== 409)) return;
    if (type === ErrorTypes.MEDIA_ERROR) return hls.recoverMediaError();
    isClosed = true;
    onFailed(response?.code ?? 0);
  });
  hls.loadSource(url);
  hls.attachMedia(video);
  return {
    get latency() {
      return hls.latency || undefined;
    },
    close() {
      isClosed = true;
      hls.destroy();
    },
  };
}

function attachNative(video, url, { behind, onHeard, onFailed }) {
  const gone = new AbortController();
  const { signal } = gone;
  const edge = () => (video.seekable.length > 0 ? video.seekable.end(video.seekable.length - 1) : 0);
  const timer = setInterval(() => edge() > 0 && onHeard({ newest: edge(), edge: edge(), total: edge() }), 1000);
  video.addEventListener('error', () => onFailed(0), { signal, once: true });
  video.addEventListener('loadedmetadata', () => behind > 0 && (video.currentTime = Math.max(0, edge() - behind)), { signal, once: true });
  video.src = url;
  return {
    close() {
      gone.abort();
      clearInterval(timer);
      video.removeAttribute('src');
    },
  };
}
