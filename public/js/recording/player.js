/** What plays: the whole, one part of it, or all of its moments in a row. Seconds are those of the playlist. */
export function openPlayer(stage, video) {
  const seconds = Number(stage.dataset.seconds);
  let hls = null;
  let isReel = false;
  let isPast = false;
  // A playlist of a part begins with a whole piece; the part itself begins at its second.
  let from = 0;

  async function open(list, second = -1) {
    const { default: Hls } = await import(stage.dataset.hls);
    hls?.destroy();
    isPast = false;
    if (!Hls.isSupported()) return openNative(list, second);
    hls = new Hls(second >= 0 ? { startPosition: second } : {});
    hls.on(Hls.Events.LEVEL_LOADED, (_, { details }) => (from = isReel ? 0 : (details.startTimeOffset ?? 0)));
    hls.on(Hls.Events.ERROR, (_, { type, fatal }) => {
      if (!fatal) return;
      if (type === Hls.ErrorTypes.MEDIA_ERROR) hls.recoverMediaError();
      else fail();
    });
    hls.loadSource(list);
    hls.attachMedia(video);
  }

  function openNative(list, second) {
    if (!video.canPlayType('application/vnd.apple.mpegurl')) return fail();
    video.src = list;
    const begin = () => (second > 0 ? (video.currentTime = second) : (from = stage.dataset.part ? video.currentTime : 0));
    video.addEventListener('loadedmetadata', begin, { once: true });
  }

  function fail() {
    stage.querySelector('[data-failed]').hidden = false;
  }

  const end = () => (stage.dataset.part && !isReel ? from + seconds : video.duration || seconds);

  return {
    open,
    isReel: () => isReel,
    span: () => ({ from, end: end() }),
    async goTo(second) {
      if (isReel) {
        isReel = false;
        stage.removeAttribute('data-is-reel');
        await open(stage.dataset.list, second);
      } else video.currentTime = Math.max(from, Math.min(second, end()));
    },
    async playReel() {
      isReel = true;
      stage.setAttribute('data-is-reel', '');
      await open(stage.dataset.reel, 0);
    },
    /** A playlist ends with a whole piece; the part ends at its second, once: who wants to may go on. */
    stopAtEnd() {
      const isOver = Boolean(stage.dataset.part) && !isReel && video.currentTime >= end();
      if (isOver && !isPast) video.pause();
      isPast = isOver;
    },
  };
}
