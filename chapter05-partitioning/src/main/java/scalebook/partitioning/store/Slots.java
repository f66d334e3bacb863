package scalebook.partitioning.store;

import scalebook.partitioning.placement.Hash64;

/**
 * Keys belong to slots for ever, slots to shards for the time being: what moves is a slot, and a
 * shard map of 256 small numbers says where it is.
 */
public final class Slots {
  public static final int COUNT = 256;

  private Slots() {}

  public static int of(long id) {
    return (int) (Hash64.of(id) >>> 56); // the first eight bits
  }
}
