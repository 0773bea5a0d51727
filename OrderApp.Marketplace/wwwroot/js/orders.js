// Keeps the list of orders live: new and changed orders are asked for one by one, and shown in place.
import { follow } from "./order-events.js";

const page = document.getElementById("orders-page");
const light = document.getElementById("live");
const patience = 150;
const many = 8;
const waiting = new Map();
let timer;

const rowOf = uuid => document.getElementById("order-" + uuid);
const list = () => document.getElementById("orders");

function matches(order) {
  const { query, completed } = page.dataset;
  return (!query || order.name.toLowerCase().includes(query.toLowerCase()))
    && (!completed || String(order.completed) === completed);
}

async function htmlOf(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
}

async function refresh() {
  const fresh = await htmlOf(location.href);
  if (!fresh?.getElementById("orders-page")) return;
  const known = new Set([...document.querySelectorAll("#orders .order")].map(row => row.id));
  page.replaceChildren(...fresh.getElementById("orders-page").childNodes);
  for (const row of document.querySelectorAll("#orders .order")) row.classList.toggle("fresh", !known.has(row.id));
}

function busy(row) {
  return row?.contains(document.activeElement) && document.activeElement.closest("details[open]");
}

async function show(uuid, kind, order) {
  const row = rowOf(uuid);
  if (kind === "deleted" || !matches(order)) {
    row?.remove();
    return;
  }
  if (busy(row) || (!row && (kind !== "created" || page.dataset.first !== "true"))) return;
  const fresh = (await htmlOf(`/orders/${uuid}?handler=row`))?.querySelector(".order");
  if (!fresh) return;
  fresh.classList.add("fresh");
  const focused = row?.contains(document.activeElement) ? document.activeElement.dataset.action : null;
  if (rowOf(uuid)) rowOf(uuid).replaceWith(fresh);
  else list().prepend(fresh);
  if (focused) fresh.querySelector(`[data-action="${focused}"]`)?.focus();
}

async function flush() {
  const changes = [...waiting];
  waiting.clear();
  if (!list() || changes.length > many) {
    await refresh();
    return;
  }
  for (const [uuid, { kind, order }] of changes) await show(uuid, kind, order);
}

const { customer } = page.dataset;
follow(customer ? `/order/events?customer_id=${customer}` : "/order/events", {
  changed(kind, event) {
    const earlier = waiting.get(event.order.uuid);
    waiting.set(event.order.uuid, { kind: earlier?.kind === "created" && kind === "updated" ? "created" : kind, order: event.order });
    clearTimeout(timer);
    timer = setTimeout(flush, patience);
  },
  opened(again) {
    light.dataset.state = "on";
    light.textContent = light.dataset.on;
    if (again) refresh();
  },
  lost() {
    light.dataset.state = "off";
    light.textContent = light.dataset.off;
  },
});
light.hidden = false;
