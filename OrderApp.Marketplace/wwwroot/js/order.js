// An order that was bought is shown as it is now; of one whose name may be being typed the page only tells that it has changed.
import { follow } from "./order-events.js";

const note = document.getElementById("changed");
const { uuid, etag } = note.dataset;
const order = document.getElementById("order");

async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("order");
  if (fresh) order.replaceChildren(...fresh.childNodes);
}

follow(`/order/events?uuid=${uuid}`, {
  changed(kind, event) {
    if (kind !== "deleted" && event.order.etag === etag) return;
    if (order.dataset.live === "true" && kind !== "deleted") {
      refresh();
      return;
    }
    note.querySelector("p").textContent = kind === "deleted" ? note.dataset.deleted : note.dataset.updated;
    note.hidden = false;
  },
});
