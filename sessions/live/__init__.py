"""News on its way to every screen: publishing, rooms, sockets, presence, the watcher."""
