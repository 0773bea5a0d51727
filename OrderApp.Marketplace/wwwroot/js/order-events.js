// Follows the orders' changes. The browser reconnects by itself after a cut; after a refusal it has to be asked again.
const pause = 2000;

export function follow(address, { changed, opened, lost }) {
  let wasOpen = false;
  function connect() {
    const events = new EventSource(address);
    events.onopen = () => {
      opened?.(wasOpen);
      wasOpen = true;
    };
    events.onerror = () => {
      lost?.();
      if (events.readyState === EventSource.CLOSED) setTimeout(connect, pause);
    };
    for (const kind of ["created", "updated", "deleted"]) {
      events.addEventListener(kind, event => changed(kind, JSON.parse(event.data)));
    }
    window.addEventListener("pagehide", () => events.close(), { once: true });
  }
  connect();
}
