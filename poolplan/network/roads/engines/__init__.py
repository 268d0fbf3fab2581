"""Engines that find ways over the roads: our own, a reference to compare with, and others behind one interface."""
