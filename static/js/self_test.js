// The self-test: does the live line reach this device?

const PATIENCE = 5000; // ms

const place = document.querySelector("[data-socket]");
const scheme = location.protocol === "https:" ? "wss" : "ws";
const socket = new WebSocket(`${scheme}://${location.host}${place.dataset.socket}`);
const giveUp = setTimeout(() => tell("no"), PATIENCE);

socket.onmessage = () => tell("yes");
socket.onerror = () => tell("no");

function tell(outcome) {
  clearTimeout(giveUp);
  place.textContent = place.dataset[outcome];
  socket.onmessage = socket.onerror = null;
  socket.close();
}
