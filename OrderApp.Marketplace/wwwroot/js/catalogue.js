// Searches while one types: asks for the same page and shows its results in place.
const form = document.getElementById("search");
const patience = 220;
let timer;
let asked;

function addressOf() {
  const fields = [...new FormData(form)].filter(([, value]) => value !== "");
  return form.action + (fields.length ? "?" + new URLSearchParams(fields) : "");
}

async function search() {
  asked?.abort();
  asked = new AbortController();
  const results = document.getElementById("results");
  const address = addressOf();
  results.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: asked.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    results.replaceChildren(...page.getElementById("results").childNodes);
    history.replaceState(null, "", address);
  } catch (error) {
    if (error.name === "AbortError") return;
    form.submit();
  }
  results.setAttribute("aria-busy", "false");
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(search, patience);
});
form.addEventListener("submit", event => {
  event.preventDefault();
  clearTimeout(timer);
  search();
});
