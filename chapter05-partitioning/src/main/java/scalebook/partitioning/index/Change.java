package scalebook.partitioning.index;

/** What became of one order: the version counts its changes, the number is its shard's. */
public record Change(long seq, long order, String customer, long version, boolean deleted) {}
