package scalebook.replication.stage;

/**
 * What protects what a cluster acknowledges.
 *
 * @param waits whether an acknowledgement waits for a replica
 * @param lease whether a primary without a lease is cut off from its clients
 * @param epoch whether a write is refused whose epoch is over
 */
public record Safety(boolean waits, boolean lease, boolean epoch) {}
