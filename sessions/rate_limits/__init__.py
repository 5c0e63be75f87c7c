"""How much and how fast. Three questions, and none answers another.

- How often may one page do this? `rate_limit.py` counts in this process and refuses at once: for every command a trip
  to a shared store would cost more than the command.
- How fast may secrets be guessed? `guess_limit.py` and its store (`guess_store.py`) count wrong tries over all
  processes and refuse nobody: who guesses waits. `code_guesses.py` raises the alarm from the same counts.
- How many may work at the same time, and who is next? `fair_queue.py` counts nothing over time: it shares out places,
  among the parties of `requesters.py`.
"""
