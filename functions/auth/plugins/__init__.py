"""Better Auth's plugins, a room each: what is in one does not exist where its plugin is off."""
