// Shows the notes of all windows as they come, and leaves notes without a new page.
const room = document.getElementById("chat");
const log = document.getElementById("chat-log");
const form = document.getElementById("chat-form");
const shown = new Set([...log.children].map(line => line.textContent));

function nameOf(location) {
  const key = `${location.latitude},${location.longitude}`;
  return form.elements.place.querySelector(`option[value="${key}"]`)?.textContent ?? key;
}

function add(text, earlier) {
  const line = document.createElement("p");
  line.textContent = earlier ? `${text} (${room.dataset.earlier})` : text;
  log.append(line);
  log.scrollTop = log.scrollHeight;
}

const events = new EventSource("/routes/chat");
for (const kind of ["note", "earlier"]) {
  events.addEventListener(kind, event => {
    const { location, message } = JSON.parse(event.data);
    const text = `${nameOf(location)}: ${message}`;
    if (kind === "earlier" && shown.has(text)) return;
    shown.add(text);
    add(text, kind === "earlier");
  });
}
window.addEventListener("pagehide", () => events.close(), { once: true });

form.addEventListener("submit", async event => {
  event.preventDefault();
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
  if (answer.ok) form.elements.message.value = "";
  else add(room.dataset.away);
});
