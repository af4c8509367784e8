"""The sections of the briefing, one module each: their sentences and the tables that no cell can compose."""
