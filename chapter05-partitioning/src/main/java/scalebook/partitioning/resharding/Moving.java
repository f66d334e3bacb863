package scalebook.partitioning.resharding;

import java.util.List;
import scalebook.partitioning.store.Shard;
import scalebook.partitioning.store.Slots;

/** A move as the directory knows it: its step, and the last id that was copied. */
record Moving(int id, Shard source, Shard target, List<Integer> slots, Step step, long copied) {
  /** In SQL: its slots. */
  String in() {
    return "IN (" + Slots.write(slots) + ")";
  }
}
