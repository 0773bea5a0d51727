// Keeps price and stock of the book's page as they are now.
const events = new EventSource(document.getElementById("stock").dataset.events);

async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("stock");
  if (!fresh) return;
  document.getElementById("stock").replaceChildren(...fresh.childNodes);
  // The form stays while it works, with what was typed in it.
  const [form, freshForm] = [document.querySelector(".offer .add-form"), page.querySelector(".offer .add-form")];
  if (form && !freshForm) form.remove();
  if (!form && freshForm) document.querySelector(".offer").append(document.adoptNode(freshForm));
}

events.addEventListener("changed", refresh);
window.addEventListener("pagehide", () => events.close(), { once: true });
