// Tells on an order's page that the order has changed while it was open.
import { follow } from "./order-events.js";

const note = document.getElementById("changed");
const { uuid, etag } = note.dataset;

follow(`/order/events?uuid=${uuid}`, {
  changed(kind, event) {
    if (kind !== "deleted" && event.order.etag === etag) return;
    note.querySelector("p").textContent = kind === "deleted" ? note.dataset.deleted : note.dataset.updated;
    note.hidden = false;
  },
});
