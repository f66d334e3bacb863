package scalebook.partitioning.store;

/** What is partitioned. The version counts its changes. */
public record Order(long id, int customer, long cents, long version) {}
