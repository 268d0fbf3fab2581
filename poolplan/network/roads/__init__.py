"""Minutes on the road: road networks read, a stated speed model, places joined to roads, and engines that route."""
