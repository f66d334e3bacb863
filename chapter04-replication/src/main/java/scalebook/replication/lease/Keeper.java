package scalebook.replication.lease;

import java.io.IOException;

/** One of three that keep leases. Each lease has a name, and belongs to an epoch. */
public interface Keeper {
  /** Who has which epoch, and for how long from now. */
  record State(long epoch, String holder, long leftMillis) {}

  /** A new epoch, when it is newer than all before and the last one's lease is over. */
  @Within(millis = 300)
  boolean acquire(String lease, long epoch, String holder, long ttlMillis) throws IOException;

  /** More time for the epoch that has the lease, or for one that this keeper has not heard of. */
  @Within(millis = 300)
  boolean renew(String lease, long epoch, String holder, long ttlMillis) throws IOException;

  /**
   * The holder needs it no longer. Two may have asked for one epoch: only its holder can say so.
   */
  @Within(millis = 300)
  void release(String lease, long epoch, String holder) throws IOException;

  @Within(millis = 300)
  State look(String lease) throws IOException;
}
